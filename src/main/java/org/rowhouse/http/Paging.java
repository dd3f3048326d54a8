package org.rowhouse.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** The paging parameters of every list; use as {@code @Valid @BeanParam}. */
public class Paging {

  @QueryParam("limit")
  @DefaultValue("20")
  @Min(1)
  @Max(200)
  private Integer limit = 20;

  @QueryParam("cursor")
  @Size(max = 1000)
  private String cursor;

  /** How many items a page has at most. */
  public int limit() {
    return limit;
  }

  /** Where the page starts; null for the beginning. */
  public String cursor() {
    return cursor;
  }
}

package org.rowhouse.bench.plain;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The parameters of the list, as the product's. */
public class PlainFilter {

  @QueryParam("status")
  private PlainIssue.Status status;

  @QueryParam("assignee")
  private UUID assignee;

  @QueryParam("label")
  @Size(min = 1, max = 40)
  private String label;

  @QueryParam("q")
  @Size(min = 1, max = 200)
  private String q;

  @QueryParam("sort")
  @DefaultValue("-createdAt")
  @Pattern(regexp = "-?createdAt|number", message = "must be createdAt, -createdAt or number")
  private String sort;

  /** Values by the condition that they go into, for those that were given. */
  Map<String, Object> conditions() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "x.status = ", status);
    put(conditions, "x.assignee = ", assignee);
    put(conditions, "x.labelWords like ", label == null ? null : "%," + label + ",%");
    put(conditions, "lower(x.title) like ", q == null ? null : "%" + q.toLowerCase() + "%");
    return conditions;
  }

  private static void put(Map<String, Object> conditions, String condition, Object value) {
    if (value != null) {
      conditions.put(condition, value);
    }
  }

  boolean byNumber() {
    return sort.equals("number");
  }

  /** What stands behind {@code order by}. */
  String order() {
    String attribute = byNumber() ? "x.number" : "x.createdAt";
    String direction = sort.startsWith("-") ? " desc" : " asc";
    return attribute + direction + ", x.id" + direction;
  }
}

package org.rowhouse.tenancy.account;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.openapi.MayBeNull;

/**
 * A domain that a tenant claims for its own.
 *
 * @param record where a DNS record of type TXT proves it
 * @param value what that record must say
 * @param version rises with every change; the ETag
 */
public record Domain(
    UUID id,
    String name,
    State state,
    String record,
    String value,
    Instant createdAt,
    @MayBeNull Instant provenAt,
    @JsonIgnore long version) {

  /** Requests are served at a PROVEN domain only. */
  public enum State {
    /** Not proved yet. */
    CLAIMED,
    PROVEN,
    /** It was proven, and the record is gone or another tenant has proved it. */
    LOST
  }
}

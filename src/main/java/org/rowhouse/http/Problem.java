package org.rowhouse.http;

import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;

/**
 * A failure that a client may read, in the terms of RFC 9457. Subclasses give failures their names.
 *
 * <p>Being a {@link WebApplicationException} it passes JAX-RS parameter converters unwrapped.
 */
public class Problem extends WebApplicationException {

  /** One faulty field of the input. */
  public record FieldError(String field, String message) {}

  private final int status;
  private final String type;
  private final String title;
  private final transient List<FieldError> errors;
  private final transient Map<String, String> headers;

  /**
   * @param type the last segment of the problem's stable URI, for example {@code tenant-mismatch}
   * @param detail fact, subject, next step; never another tenant's data
   */
  public Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, List.of(), Map.of());
  }

  public Problem(
      int status,
      String type,
      String title,
      String detail,
      List<FieldError> errors,
      Map<String, String> headers) {
    super(detail, status);
    this.status = status;
    this.type = type;
    this.title = title;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  /** 400 with one faulty field. */
  public static Problem invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  /** 400 with every faulty field. */
  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        400, "invalid-input", "Invalid input", "The request has faults.", errors, Map.of());
  }

  /** 404: the same words for what never was and for what belongs to somebody else. */
  public static Problem notFound() {
    return new Problem(404, "not-found", "Not found", "There is nothing here.");
  }

  /** 409: {@code detail} says with what the request is in conflict. */
  public static Problem conflict(String type, String detail) {
    return new Problem(409, type, "Conflict", detail);
  }

  /** 503 that may be tried again after so many seconds. */
  public static Problem unavailable(String type, String detail, int retryAfterSeconds) {
    return new Problem(
        503,
        type,
        "Unavailable for the moment",
        detail,
        List.of(),
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  public String title() {
    return title;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Map<String, String> headers() {
    return headers;
  }
}

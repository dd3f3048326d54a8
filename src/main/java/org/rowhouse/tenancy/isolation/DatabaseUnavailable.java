package org.rowhouse.tenancy.isolation;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** PostgreSQL cannot be reached, or has no connection to spare in time. */
public class DatabaseUnavailable extends Problem {
  DatabaseUnavailable(Throwable cause) {
    super(
        503,
        "database-unavailable",
        "Unavailable for the moment",
        "The database cannot be reached at the moment. Try again.",
        List.of(),
        Map.of("Retry-After", "1"));
    if (cause != null) {
      addSuppressed(cause); // WebApplicationException has fixed its cause already
    }
  }
}

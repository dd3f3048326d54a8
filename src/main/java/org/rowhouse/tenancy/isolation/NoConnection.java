package org.rowhouse.tenancy.isolation;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** All connections that this tenant may use are in use, and stayed so for too long. */
public class NoConnection extends Problem {
  NoConnection() {
    super(
        503,
        "no-connection",
        "Unavailable for the moment",
        "All connections to the database are in use. Try again.",
        List.of(),
        Map.of("Retry-After", "1"));
  }
}

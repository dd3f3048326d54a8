package org.rowhouse.security;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** No token, or one that is not valid. The reason stays here: it would help only an attacker. */
public class Unauthenticated extends Problem {
  public Unauthenticated() {
    super(
        401,
        "unauthenticated",
        "Not authenticated",
        "A valid bearer token is needed.",
        List.of(),
        Map.of("WWW-Authenticate", "Bearer"));
  }
}

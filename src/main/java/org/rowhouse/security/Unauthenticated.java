package org.rowhouse.security;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** No token, or one that is not valid. The reason stays here: it would help only an attacker. */
public class Unauthenticated extends Problem {

  public Unauthenticated() {
    this("unauthenticated", "A valid bearer token is needed.");
  }

  private Unauthenticated(String type, String detail) {
    super(401, type, "Not authenticated", detail, List.of(), Map.of("WWW-Authenticate", "Bearer"));
  }

  /** At a login: the same words for a wrong password and for somebody who does not exist. */
  public static Unauthenticated wrongCredentials() {
    return new Unauthenticated("wrong-credentials", "E-mail or password is wrong.");
  }
}

package org.rowhouse.security;

import org.rowhouse.http.Problem;

/** The caller is known and lacks the role. */
public class Forbidden extends Problem {
  public Forbidden() {
    super(403, "forbidden", "Forbidden", "Your role does not allow this.");
  }
}

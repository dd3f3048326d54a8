package org.rowhouse.security;

/** The two planes; a token is made for one of them and worthless in the other. */
public enum Plane {
  TENANT("rowhouse-tenant"),
  CONTROL("rowhouse-control");

  private final String audience;

  Plane(String audience) {
    this.audience = audience;
  }

  /** The {@code aud} claim of this plane's tokens. */
  public String audience() {
    return audience;
  }
}

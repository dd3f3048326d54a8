package org.rowhouse.bench.plain;

import jakarta.ws.rs.ApplicationPath;
import org.rowhouse.http.PlaneApplication;

/** Served as the product's planes are. */
@ApplicationPath("/api/v1")
public class PlainApplication extends PlaneApplication {

  public PlainApplication() {
    super("org.rowhouse.bench.plain", "org.rowhouse.security", "org.rowhouse.http");
  }
}

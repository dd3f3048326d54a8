package org.rowhouse.controlplane;

import jakarta.ws.rs.ApplicationPath;
import org.rowhouse.http.PlaneApplication;

/** The control plane over HTTP. */
@ApplicationPath("/control/v1")
public class ControlApplication extends PlaneApplication {

  public ControlApplication() {
    super("org.rowhouse.controlplane", "org.rowhouse.security", "org.rowhouse.http");
  }
}

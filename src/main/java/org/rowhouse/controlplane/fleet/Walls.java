package org.rowhouse.controlplane.fleet;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.tenancy.Home;

/** Whether homes are safe as they are now. */
public interface Walls {

  /** What is wrong, in one line, by home; homes that are safe are not among them. */
  Map<UUID, String> open(List<Home> homes);
}

package org.rowhouse.controlplane.fleet;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.tenancy.Home;

/** Whether homes are safe as they are now. */
public interface Walls {

  /** What is wrong, in one line, by home; homes that are safe are not among them. */
  Map<UUID, String> open(List<Home> homes);

  /** What is wrong with {@code home} as {@code owner} sees it, in an open transaction too. */
  Optional<String> open(Connection owner, Home home);
}

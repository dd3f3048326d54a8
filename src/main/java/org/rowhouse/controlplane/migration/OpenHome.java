package org.rowhouse.controlplane.migration;

import java.util.List;
import java.util.stream.Collectors;

/** A home has its tables, and a wall is down. Better away than open. */
class OpenHome extends MigrationFailed {
  OpenHome(List<Finding> findings) {
    super(line(findings));
  }

  static String line(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }
}

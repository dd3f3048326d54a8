package org.rowhouse.settings;

import java.util.List;

/** The environment is not fit to start with; one line for each fault. */
public class InvalidSettings extends RuntimeException {

  private final transient List<String> faults;

  InvalidSettings(List<String> faults) {
    super("Rowhouse cannot start: " + String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  public List<String> faults() {
    return faults;
  }
}

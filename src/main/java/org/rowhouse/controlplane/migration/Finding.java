package org.rowhouse.controlplane.migration;

/**
 * Something that stands open in a home or its database.
 *
 * @param object what it is, with its schema, which is the home
 * @param problem what is wrong with it
 * @param remedy what mends it
 */
public record Finding(String object, String problem, String remedy) {
  @Override
  public String toString() {
    return object + " " + problem + ": " + remedy;
  }
}

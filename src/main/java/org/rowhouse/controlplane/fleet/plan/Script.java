package org.rowhouse.controlplane.fleet.plan;

import java.util.List;

/**
 * One script of db/tenant.
 *
 * @param version as Flyway writes it, for example {@code 7} or {@code 7.1}
 * @param description as Flyway makes it of the name
 * @param name of the file
 * @param checksum as Flyway computes it
 * @param awaited whether this deployment cannot serve a home that does not have it
 * @param text with {@code ${runtime}} still in it
 */
public record Script(
    String version,
    String description,
    String name,
    int checksum,
    Kind kind,
    boolean awaited,
    String text) {

  /** The role that tenants' SQL runs as, in scripts. */
  static final String RUNTIME = "${runtime}";

  /** How a script is run. */
  public enum Kind {
    /** In the transaction of the home. */
    PLAIN,
    /** There too, once for each tenant of the home and inside it. */
    EACH_TENANT,
    /**
     * A transaction for each tenant and batch, again and again until there is nothing to change.
     */
    IN_BATCHES,
    /** One statement, outside of any transaction. */
    CONCURRENT;

    /** Whether it can be rehearsed, and applied together with others. */
    public boolean isTransactional() {
      return this == PLAIN || this == EACH_TENANT;
    }

    /** Whether it is run inside tenants. */
    public boolean isPerTenant() {
      return this == EACH_TENANT || this == IN_BATCHES;
    }
  }

  /** The text for a home whose tenants' SQL runs as {@code runtime}. */
  public String text(String runtime) {
    return text.replace(RUNTIME, runtime);
  }

  /** Its statements, as {@link #text(String)}. */
  public List<String> statements(String runtime) {
    return SqlText.statements(text(runtime));
  }

  /** What the history of a home that has it says of it. */
  String entry() {
    return name + ":" + checksum;
  }

  @Override
  public String toString() {
    return name;
  }
}

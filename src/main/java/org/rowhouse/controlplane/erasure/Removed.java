package org.rowhouse.controlplane.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rowhouse.tenancy.Home;

/** What is removed, or would be: counts by kind, never a value of the tenant's. */
record Removed(List<Counted> items) {

  /**
   * So many of one kind.
   *
   * @param what for example {@code rows of issue}, {@code database}
   */
  public record Counted(String what, long count) {}

  /** The rows of a tenant, and the home where it has one of its own. */
  static Removed with(Home home, Map<String, Long> rows) {
    List<Counted> items = new ArrayList<>();
    rows.forEach((table, count) -> items.add(new Counted("rows of " + table, count)));
    switch (home.isolation()) {
      case SHARED -> {}
      case SCHEMA -> items.add(new Counted("schema", 1));
      case DATABASE -> {
        items.add(new Counted("database", 1));
        items.add(new Counted("role", 1));
        items.add(new Counted("sealed password", 1));
      }
    }
    return new Removed(items);
  }

  static Removed of(Map<String, Long> counts) {
    return new Removed(
        counts.entrySet().stream().map(e -> new Counted(e.getKey(), e.getValue())).toList());
  }

  Removed and(Removed more) {
    List<Counted> all = new ArrayList<>(items);
    all.addAll(more.items);
    return new Removed(all);
  }
}

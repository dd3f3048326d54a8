package org.rowhouse.bench;

import java.util.List;

/** What is measured; the defaults are the product's own target. */
record Settings(
    String isolation,
    int tenants,
    int issues,
    int limit,
    int connections,
    int warmup,
    int seconds,
    List<String> jvm) {

  Settings with(String isolation) {
    return new Settings(isolation, tenants, issues, limit, connections, warmup, seconds, jvm);
  }

  static Settings ofSystemProperties() {
    return ofSystemProperties(100);
  }

  /**
   * @param tenants where nothing else is said
   */
  static Settings ofSystemProperties(int tenants) {
    String jvm = System.getProperty("bench.jvm", "").strip();
    return new Settings(
        System.getProperty("bench.isolation", "SCHEMA"),
        Integer.getInteger("bench.tenants", tenants),
        Integer.getInteger("bench.issues", 50),
        Integer.getInteger("bench.limit", 20),
        Integer.getInteger("bench.connections", 16),
        Integer.getInteger("bench.warmup", 90),
        Integer.getInteger("bench.seconds", 30),
        jvm.isEmpty() ? List.of() : List.of(jvm.split("\\s+")));
  }
}

package org.rowhouse.testkit;

import java.util.ArrayList;
import java.util.List;

/** A tenant of a check, and its rows. */
final class Settler {

  /**
   * @param canary text that stands in this row and nowhere else
   */
  record Row(String path, String canary) {
    String id() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    String at(String id) {
      return path.substring(0, path.lastIndexOf('/') + 1) + id;
    }
  }

  final ThrowAwayTenant tenant;
  final String token;
  final String collection;
  final List<Row> rows = new ArrayList<>();

  Settler(ThrowAwayTenant tenant, String collection) {
    this.tenant = tenant;
    this.token = tenant.token();
    this.collection = collection;
  }

  @Override
  public String toString() {
    return tenant.toString();
  }
}

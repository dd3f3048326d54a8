package org.rowhouse.proof.fault;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.fault.Faults.Planted;
import org.rowhouse.proof.fault.HomeSql.Place;

/** A fault in a running product and its homes, until it is closed. */
public final class Planting implements AutoCloseable {

  private final Fault fault;
  private final HomeSql sql;
  private final List<Place> homes;
  private Planted rules;

  private Planting(Fault fault, HomeSql sql, List<Place> homes) {
    this.fault = fault;
    this.sql = sql;
    this.homes = homes;
  }

  public static Planting of(Fault fault, Product product, List<Place> homes)
      throws IOException, SQLException {
    Planting planting = new Planting(fault, new HomeSql(product), homes);
    try {
      planting.sql.inEach(homes, fault.plant());
      if (!fault.rules().isEmpty()) {
        planting.rules = product.faults().plant(fault.rules());
      }
      return planting;
    } catch (IOException | SQLException | RuntimeException e) {
      planting.close();
      throw e;
    }
  }

  /** Whether the rules, if there are any, have done something. */
  public boolean hasFired() throws IOException {
    return rules == null || rules.hasFired();
  }

  @Override
  public void close() throws IOException, SQLException {
    try {
      if (rules != null) {
        rules.close();
      }
    } finally {
      sql.inEach(homes, fault.heal());
    }
  }
}

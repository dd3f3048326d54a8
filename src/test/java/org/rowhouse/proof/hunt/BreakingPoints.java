package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.rowhouse.dev.Project;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.fault.Fault;
import org.rowhouse.proof.fault.HomeSql.Place;
import org.rowhouse.proof.fault.Planting;

/** Where requests of {@link Breaks} end: exceptions in the server and triggers in the homes. */
final class BreakingPoints {

  /** Names the point in the product's code at which this request fails. */
  static final String HEADER = "X-Break";

  /** An issue whose title begins so fails in PostgreSQL, as the next word says. */
  static final String TITLE = "break-";

  private BreakingPoints() {}

  static Planting plant(Product product, List<Place> homes) throws IOException, SQLException {
    Fault points =
        Fault.read(
            Project.directory().resolve("src/test/resources/org/rowhouse/proof/breaks.fault"));
    return Planting.of(points, product, homes);
  }
}

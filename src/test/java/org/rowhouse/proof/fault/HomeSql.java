package org.rowhouse.proof.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.rowhouse.proof.Product;

/** A superuser in the homes of tenants, whichever database they lie in. */
public final class HomeSql {

  /** Where rows of tenants lie. */
  public record Place(String database, String schema) {}

  private final Product product;

  public HomeSql(Product product) {
    this.product = product;
  }

  /** The homes of these tenants, each once. */
  public List<Place> of(Collection<String> tenantIds) throws SQLException {
    String ids = tenantIds.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    List<Place> places = new ArrayList<>();
    try (Connection connection = product.services().superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select database_name, schema_name from control.home where id in"
                    + " (select home_id from control.tenant where id in (%s))".formatted(ids))) {
      while (rows.next()) {
        places.add(new Place(rows.getString(1), rows.getString(2)));
      }
    }
    return places;
  }

  /** Runs a script in each home, with its schema as search_path, all or nothing in each. */
  public void inEach(List<Place> homes, String script) throws SQLException {
    if (!script.isEmpty()) {
      for (Place home : homes) {
        try (Connection connection = open(home)) {
          execute(connection, script);
          connection.commit();
        }
      }
    }
  }

  /** A superuser's transaction in the home. */
  public Connection open(Place home) throws SQLException {
    Connection connection =
        product.services().database().superuser(home.database()).getConnection();
    connection.setAutoCommit(false);
    execute(connection, "set local search_path = %s".formatted(home.schema()));
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

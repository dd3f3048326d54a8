package org.rowhouse.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What only a superuser sees and may do, in the database of the product. */
public final class Sql {

  private Sql() {}

  public static void execute(Product product, String sql) throws SQLException {
    try (Connection connection = product.services().superuser().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public static int count(Product product, String sql) throws SQLException {
    return Integer.parseInt(text(product, sql));
  }

  /** The first column of the first row. */
  public static String text(Product product, String sql) throws SQLException {
    try (Connection connection = product.services().superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** One line a table, of every schema: how many rows it has, and a sum over all their values. */
  static List<String> tables(Product product) throws SQLException {
    return text(
            product,
            """
        select string_agg(format('%s %s', c.oid::regclass, (xpath('/row/n/text()',
            query_to_xml('select count(*) || '' rows, sum ''
                || coalesce(sum(hashtextextended(t::text, 0)), 0) as n
                from ' || c.oid::regclass || ' t', false, true, '')))[1]), E'\\n'
            order by c.oid::regclass::text)
        from pg_class c
        where c.relkind = 'r' and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """)
        .lines()
        .toList();
  }
}

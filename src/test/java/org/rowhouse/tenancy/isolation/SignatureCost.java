package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/**
 * What the third wall costs one transaction of one statement, in microseconds.
 *
 * @param sign the signature alone, in Java
 * @param guarded a row by its key: sign, send the context along, read behind the policy
 * @param open the same row of a table without a policy
 */
public record SignatureCost(double sign, double guarded, double open) {

  private static final int BLOCK = 2_000;
  private static final int BLOCKS = 20;
  private static final String TABLES =
      """
      create schema bench_signature;
      grant usage on schema bench_signature to %1$s;
      create table bench_signature.open (
        tenant_id uuid not null, id uuid not null, word text, primary key (tenant_id, id));
      insert into bench_signature.open
        select gen_random_uuid(), gen_random_uuid(), 'word' from generate_series(1, 1000);
      insert into bench_signature.open values ('%2$s', '%3$s', 'word');
      create table bench_signature.guarded (like bench_signature.open including all);
      insert into bench_signature.guarded table bench_signature.open;
      select guard.protect('bench_signature.guarded');
      grant select on bench_signature.open to %1$s;
      analyze bench_signature.open, bench_signature.guarded;
      """;

  private interface Transaction {
    void run() throws SQLException;
  }

  /** Signature and policy together. */
  public double perTransaction() {
    return guarded - open;
  }

  /**
   * Measures on tables of its own, and takes them away: no node would start beside them.
   *
   * @param superuser connects to the database of a home
   * @param runtime connects there as the role {@code user}
   */
  public static SignatureCost measure(DataSource superuser, DataSource runtime, String user)
      throws SQLException {
    TenantId tenant = new TenantId(Ids.next());
    UUID row = Ids.next();
    try (Connection owner = superuser.getConnection();
        Statement statement = owner.createStatement()) {
      ContextKey key = ContextKey.read(owner);
      statement.execute(TABLES.formatted(user, tenant, row));
      try (Connection connection = runtime.getConnection()) {
        return measure(connection, key, tenant, row);
      } finally {
        statement.execute("drop schema bench_signature cascade");
      }
    }
  }

  private static SignatureCost measure(
      Connection connection, ContextKey key, TenantId tenant, UUID row) throws SQLException {
    int backend = connection.unwrap(PGConnection.class).getBackendPID();
    String read = "select word from bench_signature.%s where tenant_id = ? and id = ?";
    try (PreparedStatement guarded =
            connection.prepareStatement(
                "select set_config('rowhouse.tenant', ?, true); " + read.formatted("guarded"));
        PreparedStatement open = connection.prepareStatement(read.formatted("open"))) {
      Transaction[] kinds = {
        () -> key.sign(tenant, backend),
        () -> {
          guarded.setString(1, key.sign(tenant, backend));
          ask(guarded, 2, tenant, row);
        },
        () -> ask(open, 1, tenant, row)
      };
      double[][] micros = new double[kinds.length][2 * BLOCKS];
      for (int block = 0; block < 2 * BLOCKS; block++) {
        for (int kind = 0; kind < kinds.length; kind++) {
          micros[kind][block] = block(kinds[kind]);
        }
      }
      return new SignatureCost(median(micros[0]), median(micros[1]), median(micros[2]));
    }
  }

  private static void ask(PreparedStatement statement, int from, TenantId tenant, UUID row)
      throws SQLException {
    statement.setObject(from, tenant.value());
    statement.setObject(from + 1, row);
    statement.execute();
    if (from > 1) {
      statement.getMoreResults();
    }
    try (ResultSet rows = statement.getResultSet()) {
      if (!rows.next()) {
        throw new IllegalStateException("the row is not there");
      }
    }
  }

  private static double block(Transaction transaction) throws SQLException {
    long begun = System.nanoTime();
    for (int i = 0; i < BLOCK; i++) {
      transaction.run();
    }
    return (System.nanoTime() - begun) / 1000.0 / BLOCK;
  }

  /** Of the second half: the first warmed up. */
  private static double median(double[] blocks) {
    double[] warm = Arrays.copyOfRange(blocks, blocks.length / 2, blocks.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}

package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/**
 * A connection to PostgreSQL as a runtime role, and what its backend has seen. At rest it sees no
 * home.
 */
final class Backend {

  /** Longer statements are ended, so that one heavy query does not hold a connection for ever. */
  private static final int STATEMENT_TIMEOUT_SECONDS = 30;

  private static final long MAX_AGE_NANOS = Duration.ofMinutes(30).toNanos();

  /** By so much those that were opened together end apart. */
  private static final long SPREAD_NANOS = MAX_AGE_NANOS / 4;

  /**
   * PostgreSQL keeps what it read of a schema's catalog, about 0.1 MB a home, until the backend
   * ends.
   */
  static final int MOST_HOMES = 200;

  private final Login login;
  private final Connection connection;
  private final ContextKey key;
  private final int pid;
  private final long born = System.nanoTime() - ThreadLocalRandom.current().nextLong(SPREAD_NANOS);
  private final Set<UUID> homes = new HashSet<>();
  private long restingSince;

  private Backend(Login login, Connection connection, ContextKey key) throws SQLException {
    this.login = login;
    this.connection = connection;
    this.key = key;
    this.pid = connection.unwrap(PGConnection.class).getBackendPID();
  }

  /**
   * @param key of the database that {@code login} leads to
   */
  static Backend open(Login login, ContextKey key) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", "rowhouse");
    // else the driver sets some of this by statements, and RESET ALL would take it away
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("stringtype", "unspecified");
    // details of an error are values of rows, and errors are logged
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("preparedStatementCacheQueries", "512");
    properties.setProperty(
        "options",
        "-c search_path=pg_catalog -c statement_timeout=%ds -c idle_in_transaction_session_timeout=%ds"
            .formatted(STATEMENT_TIMEOUT_SECONDS, 2 * STATEMENT_TIMEOUT_SECONDS));
    Connection connection = new Driver().connect(login.url(), properties);
    if (connection == null) {
      throw new SQLException("Not a URL of PostgreSQL: " + login.url(), "08001");
    }
    return new Backend(login, connection, key);
  }

  /** Whether a failure tells that the connection is gone: broken, or ended by the server. */
  static boolean isDead(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  Connection connection() {
    return connection;
  }

  boolean leadsTo(Login other) {
    return login.equals(other);
  }

  /** The signed context of {@code tenant}, good on this backend only. */
  String context(Tenant tenant) {
    return key.sign(tenant.id(), pid);
  }

  boolean knows(UUID home) {
    return homes.contains(home);
  }

  boolean hasRoom() {
    return homes.size() < MOST_HOMES;
  }

  /** How many homes it knows. */
  int homes() {
    return homes.size();
  }

  void visit(UUID home) {
    homes.add(home);
  }

  /** From now on nobody uses it. */
  void rest() {
    restingSince = System.nanoTime();
  }

  boolean hasRested(long nanos) {
    return System.nanoTime() - restingSince >= nanos;
  }

  boolean isOld() {
    return System.nanoTime() - born > MAX_AGE_NANOS;
  }

  /**
   * Commits what is open, and has PostgreSQL forget what a statement has set for the session: the
   * next to use it is somebody else.
   */
  void commit() throws SQLException {
    if (isInTransaction()) {
      execute("commit; reset all");
    }
  }

  /** Rolls back what is open, and with it whatever it has set. */
  void rollBack() throws SQLException {
    if (isInTransaction()) {
      execute("rollback");
    }
  }

  /** Ends an open transaction, for the next who gets this connection; false when it cannot. */
  boolean isClean() {
    try {
      rollBack();
      connection.setAutoCommit(true);
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean isInTransaction() throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      System.getLogger(Backend.class.getName())
          .log(System.Logger.Level.DEBUG, "A connection broke before it was closed", e);
    }
  }

  /** Cuts the connection while another thread may be using it. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      System.getLogger(Backend.class.getName())
          .log(System.Logger.Level.DEBUG, "A connection broke before it was cut", e);
    }
  }
}

package org.rowhouse.tenancy.isolation;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.Driver;

/** The connections to one database, as the runtime role, and the key that signs contexts there. */
final class HomePool implements AutoCloseable {

  /** Longer statements are ended, so that one heavy query does not hold a connection for ever. */
  private static final int STATEMENT_TIMEOUT_SECONDS = 30;

  private static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(3);

  /** PostgreSQL never frees its catalog caches while a backend lives. */
  private static final Duration MAX_AGE = Duration.ofMinutes(30);

  private final AgroalDataSource connections;
  private final ContextKey key;

  HomePool(HomeDatabases.Login login, DataSource ownerOfIt, int size) throws SQLException {
    try (Connection owner = ownerOfIt.getConnection()) {
      key = ContextKey.read(owner);
    }
    connections =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    pool ->
                        pool.maxSize(size)
                            .acquisitionTimeout(ACQUISITION_TIMEOUT)
                            .maxLifetime(MAX_AGE)
                            .exceptionSorter(HomePool::isDead)
                            .connectionFactoryConfiguration(
                                connection ->
                                    connection
                                        .connectionProviderClass(Driver.class)
                                        .autoCommit(false)
                                        .jdbcUrl(login.url())
                                        .principal(new NamePrincipal(login.user()))
                                        .credential(new SimplePassword(login.password()))
                                        .jdbcProperty("ApplicationName", "rowhouse")
                                        .jdbcProperty("stringtype", "unspecified")
                                        .jdbcProperty("connectTimeout", "3")
                                        .jdbcProperty("socketTimeout", "60")
                                        .jdbcProperty("tcpKeepAlive", "true")
                                        .jdbcProperty("preparedStatementCacheQueries", "512")
                                        .jdbcProperty("options", atRest()))));
  }

  /** A connection at rest sees no home. */
  private static String atRest() {
    return "-c search_path=pg_catalog"
        + " -c statement_timeout=%ds".formatted(STATEMENT_TIMEOUT_SECONDS)
        + " -c idle_in_transaction_session_timeout=%ds".formatted(2 * STATEMENT_TIMEOUT_SECONDS);
  }

  /** Whether a failure tells that the connection is gone: broken, or ended by the server. */
  static boolean isDead(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /** How many connections there are at most. */
  int size() {
    return connections.getConfiguration().connectionPoolConfiguration().maxSize();
  }

  Connection connection() throws SQLException {
    return connections.getConnection();
  }

  ContextKey key() {
    return key;
  }

  @Override
  public void close() {
    connections.close();
  }
}

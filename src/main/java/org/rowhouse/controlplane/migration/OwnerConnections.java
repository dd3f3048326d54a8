package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.isolation.HomeDatabases;

/** Fresh connections as the owner, for migrations: never from a pool, always to the right place. */
@ApplicationScoped
public class OwnerConnections implements HomeDatabases {

  private static final System.Logger LOG = System.getLogger(OwnerConnections.class.getName());
  private static final int CONNECT_SECONDS = 3;
  private static final int LOGIN_SECONDS = 10;

  /**
   * A statement that PostgreSQL does not answer for so long is given up. Nothing else ends the wait
   * for a server that hangs; a script of db/tenant that needs longer must do its work in parts.
   */
  private static final int LONGEST_STATEMENT_SECONDS = 600;

  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Settings.Database database;

  OwnerConnections() {
    database = null;
  }

  @Inject
  public OwnerConnections(Settings settings) {
    database = settings.database();
  }

  /** The database of the settings. */
  public DataSource main() {
    return as(database.ownerUser(), database.ownerPassword());
  }

  @Override
  public DataSource owner(Home home) {
    return main();
  }

  @Override
  public Login runtime(Home home) {
    return new Login(database.url(), database.runtimeUser(), database.runtimePassword());
  }

  /** The database of the settings as the runtime role. */
  DataSource runtime() {
    return as(database.runtimeUser(), database.runtimePassword());
  }

  private DataSource as(String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(user);
    source.setPassword(password);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(LONGEST_STATEMENT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setApplicationName("rowhouse migration");
    return source;
  }

  /**
   * Waits until PostgreSQL answers.
   *
   * @throws StartRefused when it does not within {@code patience}
   */
  void await(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Connection connection = main().getConnection()) {
        connection.isValid(CONNECT_SECONDS);
        return;
      } catch (SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
        if (System.nanoTime() >= end || isFinal(e.getSQLState())) {
          throw new StartRefused("PostgreSQL cannot be used: " + why, e);
        }
        LOG.log(Level.INFO, "Waiting for PostgreSQL: {0}", why);
        LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(PAUSE));
      }
    }
  }

  /** Wrong password, no such role, no such database: waiting will not mend it. */
  private static boolean isFinal(String state) {
    return state != null && (state.startsWith("28") || state.equals("3D000"));
  }
}

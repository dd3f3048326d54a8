package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.isolation.HomeDatabases;

/** Fresh connections as the owner, for migrations: never from a pool, always to the right place. */
@ApplicationScoped
public class OwnerConnections implements HomeDatabases {

  private static final int CONNECT_SECONDS = 3;
  private static final int LOGIN_SECONDS = 10;

  /**
   * A statement that PostgreSQL does not answer for so long is given up. Nothing else ends the wait
   * for a server that hangs; a script of db/tenant that needs longer must do its work in parts.
   */
  private static final int LONGEST_STATEMENT_SECONDS = 600;

  private final Settings.Database database;
  private final Logins logins;

  OwnerConnections() {
    database = null;
    logins = null;
  }

  @Inject
  public OwnerConnections(Settings settings, Logins logins) {
    database = settings.database();
    this.logins = logins;
  }

  /** The database of the settings. */
  public DataSource main() {
    return as(ownerOfMain(database));
  }

  /** Its URL. */
  public String mainUrl() {
    return database.url();
  }

  static DataSource main(Settings settings) {
    return as(ownerOfMain(settings.database()));
  }

  /** The database of {@code server} where SHARED and SCHEMA homes lie. */
  public DataSource common(UUID server) {
    return as(owner(server));
  }

  /** Whether {@code server} lets its owner in now. */
  public boolean answers(UUID server) {
    try (Connection connection = common(server).getConnection()) {
      return connection.isValid(CONNECT_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public DataSource owner(Home home) {
    Login common = owner(home.server());
    return as(new Login(urlOf(home, common.url()), common.user(), common.password()));
  }

  @Override
  public Login runtime(Home home) {
    String url = urlOf(home, owner(home.server()).url());
    return home.isolation() == Isolation.DATABASE
        ? new Login(
            url,
            home.schema(),
            logins
                .ofHome(home.id())
                .orElseThrow(
                    () ->
                        Problem.unavailable(
                            "home-unavailable", "This home is still being made. Try again.", 2)))
        : new Login(url, database.runtimeUser(), database.runtimePassword());
  }

  /** The common database of {@code server} as the runtime role. */
  public Login runtime(UUID server) {
    return new Login(owner(server).url(), database.runtimeUser(), database.runtimePassword());
  }

  private Login owner(UUID server) {
    return logins
        .ofServer(server)
        .map(login -> new Login(login.url(), login.user(), logins.open(login)))
        .orElseGet(() -> ownerOfMain(database));
  }

  private static Login ownerOfMain(Settings.Database database) {
    return new Login(database.url(), database.ownerUser(), database.ownerPassword());
  }

  private static String urlOf(Home home, String common) {
    return home.isolation() == Isolation.DATABASE
        ? new DatabaseUrl(common).to(home.database()).text()
        : common;
  }

  /** Fresh connections for {@code login}. */
  public static DataSource as(Login login) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(login.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(LONGEST_STATEMENT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setApplicationName("rowhouse migration");
    return source;
  }
}

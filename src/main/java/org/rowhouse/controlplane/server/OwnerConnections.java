package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import org.rowhouse.controlplane.server.Logins.HomeLogin;
import org.rowhouse.controlplane.server.Logins.ServerLogin;
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
  private final Map<UUID, Known> runtime = new ConcurrentHashMap<>();

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

  /** The owner of the common database of {@code server}, were this its password. */
  public Login ownerWith(UUID server, String password) {
    ServerLogin login = logins.ofServer(server);
    return new Login(login.url(), login.user(), password);
  }

  /** Whether {@code server} lets its owner in now. */
  public boolean answers(UUID server) {
    try (Connection connection = common(server).getConnection()) {
      return connection.isValid(CONNECT_SECONDS);
    } catch (SQLException | Problem e) {
      return false;
    }
  }

  @Override
  public DataSource owner(Home home) {
    Login common = owner(home.server());
    return as(
        new Login(urlOf(home, logins.ofServer(home.server())), common.user(), common.password()));
  }

  /**
   * Fresh connections as the owner for whole scripts: they speak the simple protocol, in which
   * PostgreSQL takes many statements at once and tells them apart itself.
   */
  public DataSource scripts(Home home) {
    Login common = owner(home.server());
    return scripts(
        new Login(urlOf(home, logins.ofServer(home.server())), common.user(), common.password()));
  }

  /** As the other, to a database of ours on {@code server}. */
  public DataSource scripts(UUID server, String database) {
    Login common = owner(server);
    String url = new DatabaseUrl(common.url()).to(database).text();
    return scripts(new Login(url, common.user(), common.password()));
  }

  private static DataSource scripts(Login login) {
    PGSimpleDataSource source = source(login);
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source;
  }

  /** Whether {@code home} lies in the database that the catalog is in. */
  public boolean isBesideCatalog(Home home) {
    return home.isolation() != Isolation.DATABASE && logins.ofServer(home.server()).url() == null;
  }

  /** From memory, and at once: every transaction of a tenant asks. */
  @Override
  public Login runtime(Home home) {
    ServerLogin server = logins.ofServer(home.server());
    HomeLogin own = home.isolation() == Isolation.DATABASE ? logins.ofHome(home.id()) : null;
    UUID key = own == null ? home.server() : home.id();
    Known known = runtime.get(key);
    if (known == null || !known.isOf(server, own)) {
      known = new Known(server, own, open(home, server, own));
      runtime.put(key, known);
    }
    return known.login();
  }

  /** The name of the role that tenants' SQL runs as in {@code home}. */
  public String role(Home home) {
    return home.isolation() == Isolation.DATABASE ? home.schema() : database.runtimeUser();
  }

  private Login open(Home home, ServerLogin server, HomeLogin own) {
    String url = urlOf(home, server);
    return new Login(url, role(home), own == null ? database.runtimePassword() : logins.open(own));
  }

  /** A login, and what it was made of. */
  private record Known(ServerLogin server, HomeLogin own, Login login) {
    boolean isOf(ServerLogin server, HomeLogin own) {
      return this.server.equals(server) && Objects.equals(this.own, own);
    }
  }

  private Login owner(UUID id) {
    ServerLogin server = logins.ofServer(id);
    return server.url() == null
        ? ownerOfMain(database)
        : new Login(server.url(), server.user(), logins.open(server));
  }

  private static Login ownerOfMain(Settings.Database database) {
    return new Login(database.url(), database.ownerUser(), database.ownerPassword());
  }

  private String urlOf(Home home, ServerLogin server) {
    String common = server.url() == null ? database.url() : server.url();
    return home.isolation() == Isolation.DATABASE
        ? new DatabaseUrl(common).to(home.database()).text()
        : common;
  }

  /** Fresh connections for {@code login}. */
  public static DataSource as(Login login) {
    return source(login);
  }

  private static PGSimpleDataSource source(Login login) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(login.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(LONGEST_STATEMENT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setLogServerErrorDetail(false);
    source.setApplicationName("rowhouse migration");
    return source;
  }
}

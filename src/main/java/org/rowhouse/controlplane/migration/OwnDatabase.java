package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.rowhouse.controlplane.server.HomePasswords;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/**
 * The database and the login role of a DATABASE home, both named like its schema. Every step looks
 * whether it is done, so that a crash between any two is mended by doing all again.
 */
@ApplicationScoped
public class OwnDatabase {

  private static final List<String> EXISTS = List.of("42P04", "23505");
  private static final String FORBIDDEN = "42501";

  private final OwnerConnections connections;
  private final HomePasswords passwords;

  OwnDatabase() {
    this(null, null);
  }

  @Inject
  public OwnDatabase(OwnerConnections connections, HomePasswords passwords) {
    this.connections = connections;
    this.passwords = passwords;
  }

  /**
   * Makes what is missing, and lets nobody in but the home's role.
   *
   * @param wanted throws when the catalog has given the home up
   * @throws MigrationFailed when the role is stronger than it must be
   */
  void make(Home home, Runnable wanted) {
    // kept before it is used: whoever goes on after a crash uses the same
    passwords.make(home.id());
    LoginRole role = new LoginRole(connections.runtime(home));
    Jdbi.create(connections.common(home.server()))
        .useHandle(
            h -> {
              HomeLock.take(h, home.id());
              wanted.run();
              role.make(h);
              create(h, home);
              open(h, home);
            });
    Jdbi.create(connections.owner(home))
        .useHandle(
            h -> {
              role.enclose(h);
              role.powers(h).stream()
                  .findFirst()
                  .ifPresent(
                      power -> {
                        throw new MigrationFailed("The role " + home.schema() + " " + power);
                      });
              if (!role.canLogIn()) {
                setPassword(role, h);
              }
            });
  }

  /** Closed until nobody else may enter. From template0, which no connection can hold up. */
  private static void create(Handle handle, Home home) {
    if (exists(handle, home)) {
      return;
    }
    try {
      handle.execute(
          "create database "
              + home.database()
              + " template template0 encoding 'UTF8' allow_connections false");
    } catch (UnableToExecuteStatementException e) {
      // a worker that died here has left a server that went on without it
      if (!(e.getCause() instanceof SQLException cause) || !EXISTS.contains(cause.getSQLState())) {
        throw e;
      }
    }
  }

  private static void open(Handle handle, Home home) {
    handle.execute("revoke connect, temporary on database " + home.database() + " from public");
    handle.execute("alter database " + home.database() + " allow_connections true");
  }

  private static boolean exists(Handle handle, Home home) {
    return handle
        .select("select 1 from pg_database where datname = ?", home.database())
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** From now on the home's role logs in with {@code password}; who is inside stays. */
  public void setPassword(Home home, String password) {
    Login login = connections.runtime(home);
    set(home, new Login(login.url(), login.user(), password));
  }

  /** The home's role logs in with the password that the catalog has. */
  public void setCurrentPassword(Home home) {
    set(home, connections.runtime(home));
  }

  private void set(Home home, Login login) {
    Jdbi.create(connections.common(home.server()))
        .useHandle(h -> setPassword(new LoginRole(login), h));
  }

  private static void setPassword(LoginRole role, Handle owner) {
    try {
      role.setPassword(owner);
    } catch (SQLException e) {
      throw new MigrationFailed(e);
    }
  }

  /** Leaves neither database nor role, whatever was made of them. */
  void drop(Home home) {
    Jdbi.create(connections.common(home.server()))
        .useHandle(
            h -> {
              HomeLock.take(h, home.id());
              String role = home.schema();
              boolean there =
                  h.select("select 1 from pg_roles where rolname = ?", role)
                      .mapTo(int.class)
                      .findOne()
                      .isPresent();
              if (there) {
                // to end its connections one must be a member of it
                h.execute("grant " + role + " to current_user");
              }
              dropDatabase(h, home);
              h.execute("drop role if exists " + role);
            });
  }

  /** To end a superuser's work by force takes one; autovacuum gives way to a drop without force. */
  private static void dropDatabase(Handle handle, Home home) {
    String drop = "drop database if exists " + home.database();
    try {
      handle.execute(drop + " with (force)");
    } catch (UnableToExecuteStatementException e) {
      if (!(e.getCause() instanceof SQLException cause) || !FORBIDDEN.equals(cause.getSQLState())) {
        throw e;
      }
      handle.execute(drop);
    }
  }
}

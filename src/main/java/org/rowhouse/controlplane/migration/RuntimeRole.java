package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.rowhouse.settings.Settings;

/** The role that tenants' SQL runs as: it may log in, and nothing else. */
@ApplicationScoped
public class RuntimeRole {

  private static final System.Logger LOG = System.getLogger(RuntimeRole.class.getName());

  /** One column for each thing that the role must not be; its name completes the sentence. */
  private static final String POWERS =
      """
      select r.rolsuper as "is a superuser", r.rolbypassrls as "has BYPASSRLS",
             r.rolcreaterole as "has CREATEROLE", r.rolcreatedb as "has CREATEDB",
             r.rolreplication as "has REPLICATION", not r.rolcanlogin as "cannot log in",
             r.rolname = current_user as "is the owner",
             exists (select from pg_auth_members m where m.member = r.oid)
               as "is a member of another role",
             exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass
                       and d.refobjid = r.oid and d.deptype = 'o') as "owns objects",
             has_schema_privilege(r.oid, 'public', 'CREATE') as "can create in schema public"
      from pg_roles r where r.rolname = ?
      """;

  private final OwnerConnections connections;
  private final Settings.Database database;

  RuntimeRole() {
    connections = null;
    database = null;
  }

  @Inject
  public RuntimeRole(OwnerConnections connections, Settings settings) {
    this.connections = connections;
    this.database = settings.database();
  }

  /** Its name, which needs no quotes. */
  public String name() {
    return database.runtimeUser();
  }

  /**
   * Makes the role, or checks the one that is there, and sees to its password.
   *
   * @throws StartRefused when the role has too much power
   */
  void prepare() {
    Jdbi.create(connections.main()).useHandle(this::prepare);
  }

  private void prepare(Handle handle) {
    if (name().equals(database.ownerUser())) {
      throw refused("is the owner");
    }
    boolean exists =
        handle.select("select 1 from pg_roles where rolname = ?", name()).mapTo(int.class).stream()
            .findAny()
            .isPresent();
    if (!exists) {
      handle.execute(
          "create role "
              + name()
              + " login nosuperuser nobypassrls nocreaterole nocreatedb noreplication noinherit");
      LOG.log(Level.INFO, "Made the runtime role {0}", name());
    }
    handle.execute("revoke create on schema public from public");
    handle
        .select("select quote_ident(current_database())")
        .mapTo(String.class)
        .forEach(name -> handle.execute("revoke temporary on database " + name + " from public"));
    refuseTooMuchPower(handle);
    if (!canLogIn()) {
      setPassword(handle.getConnection());
    }
  }

  private void refuseTooMuchPower(Handle handle) {
    handle
        .select(POWERS, name())
        .mapToMap()
        .one()
        .forEach(
            (power, has) -> {
              if (Boolean.TRUE.equals(has)) {
                throw refused(power);
              }
            });
  }

  private StartRefused refused(String power) {
    return new StartRefused(
        "The runtime role "
            + name()
            + " "
            + power
            + ". Tenants' SQL must not run with such a role: take it away or set"
            + " ROWHOUSE_RUNTIME_USER to a role of its own");
  }

  private boolean canLogIn() {
    try (Connection connection = connections.runtime().getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      // a new role or a new password: set below
      return false;
    }
  }

  private void setPassword(Connection connection) {
    try {
      // sends a SCRAM verifier: the password itself stands in no statement and no server log
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(name(), database.runtimePassword().toCharArray(), "scram-sha-256");
    } catch (SQLException e) {
      throw new StartRefused(
          "The runtime role "
              + name()
              + " cannot log in with ROWHOUSE_RUNTIME_PASSWORD and the owner may not change its"
              + " password",
          e);
    }
  }
}

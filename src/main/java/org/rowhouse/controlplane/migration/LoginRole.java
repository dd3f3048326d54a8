package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** A role that tenants' SQL runs as in one database: it may log in there, and nothing else. */
final class LoginRole {

  private static final System.Logger LOG = System.getLogger(LoginRole.class.getName());

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

  private final Login login;

  /**
   * @param login whose user needs no quotes
   */
  LoginRole(Login login) {
    this.login = login;
  }

  /** Makes the role when it is missing. */
  void make(Handle owner) {
    if (owner
        .select("select 1 from pg_roles where rolname = ?", login.user())
        .mapTo(int.class)
        .findOne()
        .isEmpty()) {
      owner.execute(
          "create role "
              + login.user()
              + " login nosuperuser nobypassrls nocreaterole nocreatedb noreplication noinherit");
      LOG.log(Level.INFO, "Made the role {0}", login.user());
    }
  }

  /**
   * Lets the role, and nobody else but the owner, into the database that {@code owner} is in, and
   * leaves it nothing there that everybody has.
   *
   * <p>PostgreSQL lets everybody into a new database. The login role of one tenant would get into
   * the next one's, and see at least its name, its roles and what else the catalogs tell.
   */
  void enclose(Handle owner) {
    String database =
        owner.select("select quote_ident(current_database())").mapTo(String.class).one();
    owner.execute("revoke connect, temporary on database " + database + " from public");
    owner.execute("grant connect on database " + database + " to " + login.user());
    owner.execute("revoke create on schema public from public");
  }

  /** What makes the role too strong, as the end of a sentence. */
  List<String> powers(Handle owner) {
    return owner.select(POWERS, login.user()).mapToMap().one().entrySet().stream()
        .filter(power -> Boolean.TRUE.equals(power.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Fresh connections as the role. */
  DataSource connections() {
    return OwnerConnections.as(login);
  }

  boolean canLogIn() {
    try (Connection connection = connections().getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      // a new role or a new password: to be set
      return false;
    }
  }

  /** Sends a SCRAM verifier: the password itself stands in no statement and no server log. */
  void setPassword(Handle owner) throws SQLException {
    owner
        .getConnection()
        .unwrap(PGConnection.class)
        .alterUserPassword(login.user(), login.password().toCharArray(), "scram-sha-256");
  }
}

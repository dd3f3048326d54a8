package org.rowhouse.controlplane.server;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.ConnectionException;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Problem.FieldError;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** A database that may become the common one of a further server, if it has what that needs. */
public record Candidate(Login owner) {

  private static final System.Logger LOG = System.getLogger(Candidate.class.getName());
  private static final int OLDEST = 150_000;

  /** What a look at it has found. */
  public record Found(
      int version,
      String shown,
      boolean standby,
      String encoding,
      boolean taken,
      boolean superuser,
      boolean createsRoles,
      boolean createsDatabases,
      boolean owns) {}

  private static final String LOOK =
      """
      select current_setting('server_version_num')::int as version,
             current_setting('server_version') as shown,
             pg_is_in_recovery() as standby,
             pg_encoding_to_char(d.encoding) as encoding,
             to_regnamespace('control') is not null as taken,
             r.rolsuper as superuser, r.rolcreaterole as creates_roles,
             r.rolcreatedb as creates_databases, d.datdba = r.oid as owns
      from pg_roles r, pg_database d
      where r.rolname = current_user and d.datname = current_database()
      """;

  /**
   * Connects and looks.
   *
   * @throws Problem 422 naming the field whose value will not do
   */
  public void requireUsable() {
    Found found = look();
    require(
        found.version() >= OLDEST, "url", "is PostgreSQL " + found.shown() + ": use 15 or newer");
    require(!found.standby(), "url", "is a standby: name the primary");
    require(found.encoding().equals("UTF8"), "url", "is not encoded in UTF8");
    require(!found.taken(), "url", "has a schema control: it belongs to an installation already");
    require(!found.superuser(), "user", "is a superuser: make one that only owns the database");
    require(found.createsRoles(), "user", "lacks CREATEROLE");
    require(found.createsDatabases(), "user", "lacks CREATEDB");
    require(found.owns(), "user", "does not own the database");
  }

  private Found look() {
    try {
      return ControlDatabase.over(OwnerConnections.as(owner))
          .with(h -> h.createQuery(LOOK).mapTo(Found.class).one());
    } catch (ConnectionException e) {
      LOG.log(Level.INFO, "A server cannot be entered: {0}", e.getMessage());
      String state = e.getCause() instanceof SQLException cause ? cause.getSQLState() : null;
      throw refusal(state == null ? "" : state);
    }
  }

  private static Problem refusal(String state) {
    return switch (state) {
      case "28P01" -> unusable("password", "is not the password of this user");
      case "28000" -> unusable("user", "is not let in by this server");
      case "42501" -> unusable("user", "may not connect to this database");
      case "3D000" -> unusable("url", "names a database that does not exist");
      default -> unusable("url", "does not answer");
    };
  }

  private static void require(boolean holds, String field, String message) {
    if (!holds) {
      throw unusable(field, message);
    }
  }

  /** 422: what was sent can be read and will not do. */
  public static Problem unusable(String field, String message) {
    return new Problem(
        422,
        "server-unusable",
        "Server cannot be used",
        "The server cannot take homes as it is.",
        List.of(new FieldError(field, message)),
        Map.of());
  }
}

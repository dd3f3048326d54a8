package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

/**
 * Two tenants of one isolation as near to each other as it lets them be, without an application
 * server: SHARED ones in one home, SCHEMA ones in one database.
 */
final class Neighbours {

  private static final List<String> TABLES =
      List.of(
          "member", "session", "idempotency_key", "project", "issue", "issue_counter", "comment");

  final TestPlane plane;
  final Inhabitant acme;
  final Inhabitant globex;

  private Neighbours(TestPlane plane, Home first, Home second) throws SQLException {
    this.plane = plane;
    acme = Inhabitant.of(first, "acme");
    globex = Inhabitant.of(second, "globex");
    for (Inhabitant one : List.of(acme, globex)) {
      try (Session inside = inside(one)) {
        inside.run(one.rows());
        inside.connection().commit();
      }
    }
  }

  static Neighbours of(Isolation isolation) throws SQLException {
    TestPlane plane = TestPlane.migrated();
    return isolation == Isolation.SHARED
        ? new Neighbours(plane, plane.sharedHome(), plane.sharedHome())
        : new Neighbours(plane, home(plane, isolation), home(plane, isolation));
  }

  /** A further home, empty and ready. */
  static Home home(TestPlane plane, Isolation isolation) {
    Home home = plane.newHome(isolation);
    plane.migrator.migrate(home);
    return home;
  }

  static List<String> tables() {
    return TABLES;
  }

  /** As a request has it before it is placed: the runtime role of {@code home}, nobody's. */
  Session runtime(Home home) throws SQLException {
    HomeDatabases.Login login = plane.connections.runtime(home);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(login.url());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setOptions("-c search_path=pg_catalog -c statement_timeout=5s");
    return new Session(source.getConnection());
  }

  /** As a writing request has it: in a transaction, in the home and the tenant. */
  Session inside(Inhabitant tenant) throws SQLException {
    Session session = runtime(tenant.home());
    session.connection().setAutoCommit(false);
    place(session, tenant);
    return session;
  }

  void place(Session session, Inhabitant tenant) throws SQLException {
    try (PreparedStatement place = session.connection().prepareStatement(Lease.PLACE)) {
      Lease.place(place, tenant.home(), token(session, tenant.home(), tenant.id()));
      place.execute();
    }
  }

  /** What signs {@code tenant} in on the backend of {@code session} in the database of a home. */
  String token(Session session, Home home, TenantId tenant) throws SQLException {
    try (Connection owner = plane.connections.owner(home).getConnection()) {
      return ContextKey.read(owner).sign(tenant, session.backend());
    }
  }

  Session owner(Home home) throws SQLException {
    return new Session(plane.connections.owner(home).getConnection());
  }
}

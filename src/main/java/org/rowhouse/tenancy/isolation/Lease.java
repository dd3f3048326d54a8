package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.util.PGobject;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** A connection in the hands of one tenant. It is ended once, by one of the three ways. */
record Lease(ServerPool pool, Tenant tenant, Login login, Backend backend) {

  /** Local settings: PostgreSQL forgets them when the transaction ends, however it ends. */
  static final String PLACE =
      "select set_config('search_path', ?, true), set_config('rowhouse.tenant', ?, true)";

  /** How many parameters {@link #PLACE} has. */
  static final int PLACE_PARAMETERS = 2;

  Connection connection() {
    return backend.connection();
  }

  /** Fills in the parameters of a statement that begins with {@link #PLACE}. */
  void place(PreparedStatement statement) throws SQLException {
    place(statement, tenant.home(), backend.context(tenant));
  }

  static void place(PreparedStatement statement, Home home, String context) throws SQLException {
    statement.setObject(1, text(home.schema()));
    statement.setObject(2, text(context));
  }

  /** {@code value} as a parameter of a type that the driver need not ask for. */
  static PGobject text(String value) throws SQLException {
    PGobject text = new PGobject();
    text.setType("text");
    text.setValue(value);
    return text;
  }

  void commit() throws SQLException {
    backend.commit();
  }

  void rollBack() throws SQLException {
    backend.rollBack();
  }

  void giveBack() {
    pool.giveBack(backend, tenant);
  }

  /** Cuts the connection: another thread may be using it. */
  void discard() {
    pool.discard(backend, tenant);
  }

  /** Gives back a connection that was found dead, with those that rest beside it. */
  void bury() {
    pool.discard(backend, tenant);
    pool.closeIdle(login);
  }
}

package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.TenantId;

/**
 * Lets a connection of the owner see one tenant's rows in one home, for one transaction. Tables
 * force their policies on the owner too: without this it sees none and every statement fails.
 */
public final class OwnerScope {

  private OwnerScope() {}

  /**
   * Until the end of the transaction {@code owner} is inside {@code tenant} and {@code home}.
   *
   * @throws IllegalStateException outside a transaction, where this would end at once
   */
  public static void enter(Connection owner, Home home, TenantId tenant) throws SQLException {
    if (owner.getAutoCommit()) {
      throw new IllegalStateException("The owner enters a tenant inside a transaction only");
    }
    int backend = owner.unwrap(PGConnection.class).getBackendPID();
    try (PreparedStatement statement = owner.prepareStatement(Lease.PLACE)) {
      Lease.place(statement, home, ContextKey.read(owner).sign(tenant, backend));
      statement.execute();
    }
  }

  /**
   * What {@code rowhouse.tenant} has to be for a tenant on {@code owner}, for scripts that enter
   * many tenants in one message; worthless on any other connection.
   */
  public static Function<TenantId, String> signer(Connection owner) throws SQLException {
    int backend = owner.unwrap(PGConnection.class).getBackendPID();
    ContextKey key = ContextKey.read(owner);
    return tenant -> key.sign(tenant, backend);
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.WrongTenant;

/**
 * Reading without a transaction: one EntityManager and one connection while it is open. Each query
 * sees what was committed when it began, as in a transaction of the isolation READ COMMITTED.
 */
@RequestScoped
class TenantReading {

  private boolean open;
  private TenantId tenant;
  private EntityManager entities;
  private TenantConnection connection;

  /** Begins, unless it has begun before; whoever began must {@link #end}. */
  public boolean begin() {
    boolean begun = !open;
    open = true;
    return begun;
  }

  /**
   * The EntityManager for reading as {@code current}.
   *
   * @throws NoTransaction where no reading has begun
   * @throws WrongTenant when this reading is another tenant's
   */
  public EntityManager of(TenantId current, TenantUnit unit) {
    requireOpen();
    if (entities == null) {
      tenant = current;
      entities = unit.open(current);
    } else if (!tenant.equals(current)) {
      throw new WrongTenant("Another tenant than the current one reads here");
    }
    return entities;
  }

  public Connection lend(Tenant reader, HomePools pools) {
    requireOpen();
    if (connection == null) {
      connection = new TenantConnection(pools, reader, true);
    }
    return connection.handle();
  }

  private void requireOpen() {
    if (!open) {
      throw new NoTransaction();
    }
  }

  /**
   * Refuses changes: nothing would ever write them.
   *
   * @throws IllegalStateException when something was changed
   */
  public void requireUnchanged() {
    if (entities != null && entities.unwrap(UnitOfWork.class).hasChanges()) {
      throw new IllegalStateException(
          "Something was changed outside a transaction, where nothing writes it: such a method is"
              + " @Transactional, without SUPPORTS");
    }
  }

  /** Gives everything back. */
  public void end() {
    EntityManager used = entities;
    TenantConnection borrowed = connection;
    open = false;
    entities = null;
    connection = null;
    try {
      if (used != null) {
        used.close();
      }
    } finally {
      if (borrowed != null) {
        borrowed.end();
      }
    }
  }
}

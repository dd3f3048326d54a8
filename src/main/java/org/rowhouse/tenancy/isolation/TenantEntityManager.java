package org.rowhouse.tenancy.isolation;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionScoped;
import java.io.Serializable;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.WrongTenant;
import org.rowhouse.tenancy.cache.TenantCache;

/** The EntityManager of the current transaction; it ends with it. */
@TransactionScoped
class TenantEntityManager implements Serializable {

  private static final long serialVersionUID = 1;

  private transient TenantId tenant;
  private transient EntityManager entities;
  @Inject private transient TenantUnit unit;
  @Inject private transient TenantCache cache;

  /**
   * The EntityManager of {@code current}.
   *
   * @throws WrongTenant when this transaction is another tenant's
   */
  public EntityManager of(TenantId current) {
    if (entities == null) {
      tenant = current;
      cache.transactionBegan();
      entities = unit.open(current);
    } else if (!tenant.equals(current)) {
      throw new WrongTenant("This transaction belongs to another tenant than the current one");
    }
    return entities;
  }

  @PreDestroy
  void close() {
    if (entities != null && entities.isOpen()) {
      entities.close();
    }
  }
}

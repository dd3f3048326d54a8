package org.rowhouse.tenancy.isolation;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.List;
import java.util.UUID;
import org.eclipse.persistence.annotations.Multitenant;
import org.eclipse.persistence.annotations.MultitenantType;
import org.eclipse.persistence.annotations.TenantDiscriminatorColumn;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.cache.Kept;

/**
 * A row of one tenant. Entities of the tenant plane extend this and say nothing of tenants: the
 * tenant's id is part of the key, so every SELECT, UPDATE and DELETE carries it.
 */
@MappedSuperclass
@Multitenant(MultitenantType.SINGLE_TABLE)
@TenantDiscriminatorColumn(
    name = "tenant_id",
    contextProperty = PersistenceUnitProperties.MULTITENANT_PROPERTY_DEFAULT,
    primaryKey = true)
public abstract class TenantEntity {

  @Id
  @Column(name = "id")
  private UUID id;

  @Version
  @Column(name = "version")
  private long version;

  /** Makes no id yet: JPA calls this for each row that it reads. */
  protected TenantEntity() {}

  /** An entity whose id follows from something else, for example from what it belongs to. */
  protected TenantEntity(UUID id) {
    this.id = id;
  }

  /** The id; a new row gets its own when it is first asked. */
  public UUID id() {
    if (id == null) {
      id = Ids.next();
    }
    return id;
  }

  /**
   * Where what was made of this row is kept ({@link org.rowhouse.tenancy.cache.TenantCache}): it is
   * forgotten whenever the row is inserted, updated or deleted. This may depend on the id and on
   * columns that are never updated only: places that the row has left would not be forgotten.
   */
  protected List<Kept> keptIn() {
    return List.of();
  }

  /** Rises with every change; the ETag. */
  public long version() {
    return version;
  }
}

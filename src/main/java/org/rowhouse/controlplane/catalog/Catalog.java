package org.rowhouse.controlplane.catalog;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Freshness;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantId;

/**
 * Every tenant that can be reached, in memory. Reads what changed each second, at once after a
 * change made here ({@link #refresh}), and before it denies a tenant or calls one unfinished: what
 * another node has finished by then is known here. All who ask meanwhile share one reading.
 */
@ApplicationScoped
public class Catalog implements TenantDirectory, Freshness {

  private static final Duration STALE = Duration.ofSeconds(5);

  /** Strangers who ask for nobody cannot make a node read more often than this. */
  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final int QUERY_SECONDS = 2;

  private final ControlDatabase database;
  private final Poll poll = new Poll("tenants", this::readChanges);
  private final ReentrantLock refreshing = new ReentrantLock();
  private final Map<TenantId, Tenant> tenants = new ConcurrentHashMap<>();
  private final Map<String, TenantId> slugs = new ConcurrentHashMap<>();
  private volatile Map<String, Former> formerSlugs = Map.of();
  private final DomainNames domains = new DomainNames();
  private volatile boolean started;
  private volatile HomeVersion homesAtLeast = new HomeVersion(null, null);
  private long last;

  Catalog() {
    this(null);
  }

  @Inject
  public Catalog(ControlDatabase database) {
    this.database = database;
  }

  /**
   * Reads all tenants and begins to answer; until then every question is answered by 503.
   *
   * @param version of homes that this node can use: an older home, which a node of the last
   *     deployment has made, is PENDING here until it is migrated; a newer one is used
   */
  public void start(HomeVersion version) {
    require(version);
    poll.start();
    started = true;
  }

  void require(HomeVersion version) {
    homesAtLeast = version;
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  /** Reads what changed, now: what this thread has committed is seen by every request after. */
  public void refresh() {
    poll.now();
  }

  /** As {@link #refresh}; a failure is silent, for the poll tries again within a second. */
  public void refreshSoon() {
    catchUp(poll.moment(), Duration.ofSeconds(1));
  }

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public boolean isFresh() {
    return poll.isFresh(STALE);
  }

  @Override
  public Optional<Tenant> byId(TenantId id) {
    return find(() -> known(id));
  }

  @Override
  public Optional<Tenant> bySlug(String slug) {
    return find(() -> knownBySlug(slug));
  }

  // from memory: who asks has just been told, by knowledge as fresh as can be, that nobody has it
  @Override
  public Optional<String> movedTo(String slug) {
    return Optional.ofNullable(formerSlugs.get(slug))
        .filter(former -> former.until().isAfter(Instant.now()))
        .map(former -> tenants.get(former.tenantId()))
        .filter(tenant -> tenant.status() == Tenant.Status.ACTIVE)
        .map(Tenant::slug);
  }

  @Override
  public Optional<Tenant> byDomain(String name) {
    requireFresh(poll.moment());
    return domains.holder(name).flatMap(this::byId);
  }

  /** What is in memory, however old. */
  Optional<Tenant> known(TenantId id) {
    return Optional.ofNullable(tenants.get(id));
  }

  /** What is in memory, however old. */
  Optional<Tenant> knownBySlug(String slug) {
    return Optional.ofNullable(slugs.get(slug))
        .map(tenants::get)
        .filter(tenant -> tenant.slug().equals(slug));
  }

  private void requireFresh(long asked) {
    if (!started) {
      throw Problem.unavailable("starting", "This node is still starting. Try again.", 2);
    }
    if (!poll.isFresh(STALE)) {
      catchUp(asked, Duration.ZERO);
      if (!poll.isFresh(STALE)) {
        throw Problem.unavailable(
            "directory-stale", "This node has lost touch with its database. Try again.", 2);
      }
    }
  }

  private Optional<Tenant> find(Supplier<Optional<Tenant>> inMemory) {
    long asked = poll.moment();
    requireFresh(asked);
    Optional<Tenant> found = inMemory.get();
    if (found.isEmpty() || found.get().status() == Tenant.Status.PROVISIONING) {
      catchUp(asked, Duration.ofSeconds(1));
      found = inMemory.get();
    }
    return found;
  }

  /** One thread reads for all; the others wait at most {@code patience}. A failure is silent. */
  private void catchUp(long asked, Duration patience) {
    boolean mine = false;
    try {
      mine = refreshing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (mine && !poll.knows(asked)) {
        if (poll.isFresh(PAUSE)) {
          Thread.sleep(PAUSE.toMillis());
        }
        poll.now();
      }
    } catch (InterruptedException e) {
      throw Problem.unavailable("interrupted", "The request was interrupted. Try again.", 2);
    } catch (RuntimeException e) {
      // the poll logs it; whoever asks sees how old the knowledge is
      return;
    } finally {
      if (mine) {
        refreshing.unlock();
      }
    }
  }

  // runs in one thread at a time: Poll sees to it
  private void readChanges() {
    database.use(
        h -> {
          // the counter first: whatever it has counted is seen by the query after it
          long counter =
              h.createQuery("select value from control.change_counter")
                  .setQueryTimeout(QUERY_SECONDS)
                  .mapTo(Long.class)
                  .one();
          // numbers went back: a replica that lagged was promoted, or a backup restored
          boolean anew = counter < last;
          List<FoundTenant> changes =
              FoundTenant.changed(h, anew ? 0 : last, homesAtLeast, QUERY_SECONDS);
          List<DomainNames.Change> named = DomainNames.changes(h, anew ? 0 : last, QUERY_SECONDS);
          if (anew) {
            last = 0;
            tenants
                .keySet()
                .retainAll(changes.stream().map(FoundTenant::id).collect(Collectors.toSet()));
          }
          if (!changes.isEmpty()) {
            formerSlugs = formerSlugs(h);
          }
          changes.forEach(this::apply);
          domains.apply(named, anew);
          last = Math.max(last, counter);
        });
  }

  private void apply(FoundTenant change) {
    Tenant before;
    if (change.slug() == null || change.homeId() == null) {
      before = tenants.remove(change.id());
    } else {
      Tenant tenant = change.tenant();
      before = tenants.put(tenant.id(), tenant);
      slugs.put(tenant.slug(), tenant.id());
    }
    if (before != null && !before.slug().equals(change.slug())) {
      // unless the slug is another tenant's by now
      slugs.remove(before.slug(), before.id());
    }
    last = Math.max(last, change.change());
  }

  private static Map<String, Former> formerSlugs(Handle handle) {
    return handle
        .createQuery("select slug, tenant_id, until from control.former_slug where until > now()")
        .setQueryTimeout(QUERY_SECONDS)
        .mapTo(Former.class)
        .collect(Collectors.toUnmodifiableMap(Former::slug, former -> former));
  }

  /** A slug that its tenant no longer has. */
  public record Former(String slug, TenantId tenantId, Instant until) {}
}

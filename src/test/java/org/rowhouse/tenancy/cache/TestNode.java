package org.rowhouse.tenancy.cache;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.NoTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.redis.Redis;

/** A node's cache without a server around it: the tenant is each thread's own. */
final class TestNode implements AutoCloseable {

  private final ThreadLocal<Tenant> tenant = new ThreadLocal<>();
  final TestTransaction transaction = new TestTransaction();
  final Redis redis;
  final TenantCache cache;

  TestNode(String url) {
    this(url, Clock.systemUTC());
  }

  TestNode(String url, Clock clock) {
    var settings = ExampleSettings.with("REDIS_URL", url);
    redis = new Redis(settings);
    cache =
        new TenantCache(
            new CurrentTenant() {
              @Override
              public Tenant get() {
                if (tenant.get() == null) {
                  throw new NoTenant("none");
                }
                return tenant.get();
              }
            },
            settings,
            redis,
            (Supplier<TransactionSynchronizationRegistry>) () -> transaction,
            clock,
            work -> {
              Thread thread = new Thread(work, "test cache");
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> T in(Tenant entered, Supplier<T> work) {
    Tenant before = tenant.get();
    tenant.set(entered);
    try {
      return work.get();
    } finally {
      tenant.set(before);
    }
  }

  void run(Tenant entered, Runnable work) {
    in(
        entered,
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void close() {
    cache.close();
    redis.close();
  }

  static Tenant tenant() {
    return tenant(new TenantId(Ids.next()), 1);
  }

  static Tenant tenant(TenantId id, long asOf) {
    Home home = new Home(Ids.next(), Isolation.SHARED, Ids.next(), "db", "h_1", Home.State.READY);
    return new Tenant(
        id, "acme", "Acme", Tenant.Status.ACTIVE, Isolation.SHARED, home, Limits.STANDARD, asOf);
  }
}

package org.rowhouse.tenancy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.settings.Settings;
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
public final class TestNode implements AutoCloseable {

  private final ThreadLocal<Tenant> tenant = new ThreadLocal<>();
  public final TestTransaction transaction = new TestTransaction();
  final TestClock clock = new TestClock();
  final Redis redis;
  public final TenantCache cache;

  public TestNode(String url) {
    this(ExampleSettings.with("REDIS_URL", url), Redis::new);
  }

  static TestNode withoutRedis() {
    return new TestNode(ExampleSettings.with(), Redis::new);
  }

  /** One that is deaf, so that every read asks Redis. */
  static TestNode withoutNear(String url) {
    return new TestNode(
        ExampleSettings.with("REDIS_URL", url),
        settings ->
            new Redis(settings) {
              @Override
              public void listen(Listener listener) {
                // hears nothing
              }
            });
  }

  private TestNode(Settings settings, Function<Settings, Redis> client) {
    redis = client.apply(settings);
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

  /** The time of day, or later. */
  static final class TestClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  public <T> T in(Tenant entered, Supplier<T> work) {
    Tenant before = tenant.get();
    tenant.set(entered);
    try {
      return work.get();
    } finally {
      tenant.set(before);
    }
  }

  public void run(Tenant entered, Runnable work) {
    in(
        entered,
        () -> {
          work.run();
          return null;
        });
  }

  /** Returns when this node hears what the others forget. */
  TestNode hearing() {
    await("hearing", () -> cache.node.near.hears());
    return this;
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for: %s", what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    cache.close();
    redis.close();
  }

  public static Tenant tenant() {
    return tenant(new TenantId(Ids.next()), 1);
  }

  static Tenant tenant(TenantId id, long asOf) {
    Home home = new Home(Ids.next(), Isolation.SHARED, Ids.next(), "db", "h_1", Home.State.READY);
    return new Tenant(
        id, "acme", "Acme", Tenant.Status.ACTIVE, Isolation.SHARED, home, Limits.STANDARD, asOf);
  }
}

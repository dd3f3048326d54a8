package org.rowhouse.tenancy.cache;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.entry.News;
import org.rowhouse.tenancy.cache.entry.Seal;
import org.rowhouse.tenancy.cache.node.Near;
import org.rowhouse.tenancy.cache.node.Owed;
import org.rowhouse.tenancy.cache.node.Stripes;
import org.rowhouse.tenancy.cache.redis.Redis;
import org.rowhouse.tenancy.cache.redis.Unreachable;

/** What all regions of one node share, and how it and the others forget. */
final class Node implements Redis.Listener {

  final Redis redis;
  final Seal seal;
  final Clock clock;
  final Generations generations;
  final Stripes stripes = new Stripes();
  final Near<Place> near;
  final Owed owed;
  private final long id = ThreadLocalRandom.current().nextLong();

  Node(Redis redis, Seal seal, Clock clock, ThreadFactory threads) {
    this.redis = redis;
    this.seal = seal;
    this.clock = clock;
    this.generations = new Generations(redis);
    long memory = Runtime.getRuntime().maxMemory() / 16;
    this.near = new Near<>(memory, memory / 8);
    this.owed = new Owed(threads, redis::isUsable, this::flush);
  }

  /** Removes them from Redis and tells all nodes, or owes it. */
  void forgetEverywhere(TenantId tenant, Collection<Place> places) {
    try {
      // read after the commit: what lies under a later generation was loaded after it
      byte[] generation = redis.read(List.of(Place.generation(tenant))).get(0);
      List<String> names =
          generation == null
              ? List.of()
              : places.stream().map(p -> p.under(Generations.text(generation))).toList();
      long[] marks = places.stream().mapToLong(Place::mark).toArray();
      redis.remove(names, Optional.of(new News(id, tenant, Optional.of(marks)).sealed(seal)));
    } catch (RuntimeException | Error e) {
      owed.add(tenant); // whatever it was: it is not certain
    }
  }

  /** The same for all that is kept of the tenant. */
  void forgetEverywhere(TenantId tenant) {
    try {
      removeGeneration(tenant);
    } catch (RuntimeException | Error e) {
      owed.add(tenant); // whatever it was: it is not certain
    }
  }

  void removeGeneration(TenantId tenant) {
    redis.remove(
        List.of(Place.generation(tenant)),
        Optional.of(new News(id, tenant, Optional.empty()).sealed(seal)));
  }

  @Override
  public void heard(byte[] bytes) {
    Optional<News> news = News.open(seal, bytes);
    if (news.isEmpty()) {
      gap();
    } else if (news.get().node() != id) {
      forget(news.get());
    }
  }

  private void forget(News news) {
    if (news.marks().isEmpty()) {
      stripes.forget(news.tenant());
      near.drop(news.tenant());
    } else {
      for (long mark : news.marks().get()) {
        stripes.forget(mark);
      }
    }
  }

  @Override
  public void heardAllUntil(long nanoTime) {
    near.heardAllUntil(nanoTime);
  }

  @Override
  public void gap() {
    stripes.forgetAll();
    near.deafen();
  }

  private boolean flush(TenantId tenant) {
    try {
      removeGeneration(tenant);
    } catch (Unreachable e) {
      return false;
    }
    stripes.forget(tenant); // also what was read while the tenant came to be owed
    near.drop(tenant);
    return true;
  }
}

package org.rowhouse.tenancy.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.cache.entry.Entry;
import org.rowhouse.tenancy.cache.entry.Entry.Kind;
import org.rowhouse.tenancy.cache.entry.Values;
import org.rowhouse.tenancy.cache.node.Figures;
import org.rowhouse.tenancy.cache.node.Flights;
import org.rowhouse.tenancy.cache.node.Held;
import org.rowhouse.tenancy.cache.node.Stripes;
import org.rowhouse.tenancy.cache.redis.Unreachable;

/** The values of one region, outside transactions. */
final class Reading<T> {

  private static final System.Logger LOG = System.getLogger(Reading.class.getName());

  /** Who loads for longer than this loads for himself. */
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** How long another node's load is waited for. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int ABSENT_PART = 6;

  /** Refreshed ahead, on average by this part of its life, or earlier where many ask. */
  private static final int AHEAD_PART = 50;

  private static final int LONGEST_ADDRESS = 2_000;

  /** Who asks with the same of these may share an answer. */
  private record Question(Place place, long version, long asOf) {}

  /** What Redis said: a value; or the id of the caller's own lease; or neither. */
  private record Look<T>(Held<T> held, byte[] lease, String name) {}

  final Region<T> region;
  final Figures.Counts figures = new Figures.Counts();
  private final Node node;
  private final Values<T> values;
  private final Flights<Question, Held<T>> flights = new Flights<>();
  private final Set<Place> refreshing = ConcurrentHashMap.newKeySet();

  Reading(Region<T> region, Node node) {
    this.region = region;
    this.node = node;
    this.values = new Values<>(region.type());
  }

  /** What is kept there, or loaded; {@link Held#isKept} says whether others will find the same. */
  Held<T> read(Tenant tenant, Place place, Supplier<Optional<T>> load) {
    long version = node.stripes.version(tenant.id(), place.mark());
    if (version == Stripes.WRITING
        || node.owed.has(tenant.id())
        || place.address().length() > LONGEST_ADDRESS) {
      return bypass(load);
    }
    Question question = new Question(place, version, tenant.asOf());
    Held<T> held = near(question);
    if (held == null) {
      held =
          flights.fly(
              question, () -> fetch(tenant, question, load), () -> Held.notKept(loaded(load)));
    } else {
      figures.near.increment();
    }
    return isDue(held) && refreshing.add(place) ? refresh(tenant, question, held, load) : held;
  }

  Held<T> bypass(Supplier<Optional<T>> load) {
    figures.bypassed.increment();
    return Held.notKept(loaded(load));
  }

  @SuppressWarnings("unchecked")
  private Held<T> near(Question question) {
    return (Held<T>)
        node.near.get(question.place(), question.version(), question.asOf(), node.clock.millis());
  }

  private Held<T> fetch(Tenant tenant, Question question, Supplier<Optional<T>> load) {
    Look<T> look;
    try {
      look = look(tenant, question.place());
    } catch (Unreachable e) {
      figures.unreachable.increment();
      return Held.notKept(loaded(load));
    }
    if (look.held() != null) {
      figures.redis.increment();
      node.near.put(tenant.id(), question.place(), look.held(), question.version());
      return look.held();
    }
    figures.misses.increment();
    return look.lease() == null
        ? Held.notKept(loaded(load))
        : loadAndPut(tenant, question, look.name(), look.lease(), load);
  }

  private Look<T> look(Tenant tenant, Place place) {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    String generation = node.generations.of(tenant.id());
    for (boolean again = false; ; ) {
      String name = place.under(generation);
      List<byte[]> answer = node.redis.read(List.of(Place.generation(tenant.id()), name));
      if (!generation.equals(Generations.text(answer.get(0)))) {
        generation = node.generations.now(tenant.id(), answer.get(0));
        if (again) {
          return new Look<>(null, null, name);
        }
        again = true;
        continue;
      }
      byte[] there = answer.get(1);
      if (there == null) {
        byte[] lease = lease(tenant, name);
        there = node.redis.claim(name, lease, LEASE).orElse(null);
        if (there == null) {
          return new Look<>(null, Entry.idOf(lease), name);
        }
      }
      Optional<Entry> entry = open(tenant, name, there);
      if (entry.isPresent() && entry.get().kind() == Kind.LEASE) {
        if (System.nanoTime() > patience || !pause()) {
          return new Look<>(null, null, name);
        }
        continue;
      }
      Optional<Held<T>> held = entry.flatMap(this::held);
      if (held.isPresent()) {
        return new Look<>(held.get(), null, name);
      }
      figures.refused.increment();
      byte[] lease = lease(tenant, name);
      boolean replaced = node.redis.replace(name, Entry.idOf(there), lease, LEASE);
      return new Look<>(null, replaced ? Entry.idOf(lease) : null, name);
    }
  }

  private byte[] lease(Tenant tenant, String name) {
    long end = node.clock.millis() + LEASE.toMillis();
    return Entry.of(Kind.LEASE, tenant.asOf(), end, new byte[0])
        .sealed(node.seal, name, values.shape());
  }

  private Optional<Entry> open(Tenant tenant, String name, byte[] there) {
    return Entry.open(node.seal, name, values.shape(), there)
        .filter(e -> e.asOf() >= tenant.asOf() && e.end() > node.clock.millis());
  }

  private Optional<Held<T>> held(Entry entry) {
    Optional<T> value =
        entry.kind() == Kind.ABSENT ? Optional.empty() : values.read(entry.payload());
    return entry.kind() == Kind.VALUE && value.isEmpty()
        ? Optional.empty()
        : Optional.of(held(entry, value));
  }

  private static <T> Held<T> held(Entry entry, Optional<T> value) {
    return new Held<>(value, entry.id(), entry.asOf(), entry.end(), entry.payload().length);
  }

  /**
   * Puts what was loaded in the place of what has {@code id}: whatever was forgotten meanwhile took
   * that away, and the value is kept nowhere.
   */
  private Held<T> loadAndPut(
      Tenant tenant, Question question, String name, byte[] id, Supplier<Optional<T>> load) {
    Optional<Held<T>> kept = Optional.empty();
    try {
      Optional<T> value = loaded(load);
      kept = put(tenant, question, name, id, value);
      return kept.orElseGet(() -> Held.notKept(value));
    } finally {
      if (kept.isEmpty()) {
        giveUp(name, id);
      }
    }
  }

  private Optional<Held<T>> put(
      Tenant tenant, Question question, String name, byte[] id, Optional<T> value) {
    Optional<byte[]> json = value.isEmpty() ? Optional.of(new byte[0]) : values.write(value.get());
    if (json.isEmpty() || json.get().length > region.bytes()) {
      if (json.isEmpty() && figures.unfit.sum() == 0) {
        LOG.log(
            System.Logger.Level.ERROR,
            "Not kept: JSON does not give back what is loaded for region {0}, {1}",
            region.name(),
            region.type().getName());
      }
      figures.unfit.increment();
      return Optional.empty();
    }
    Kind kind = value.isEmpty() ? Kind.ABSENT : Kind.VALUE;
    long life = (long) (life(kind) * (0.85 + 0.15 * ThreadLocalRandom.current().nextDouble()));
    Entry entry = Entry.of(kind, tenant.asOf(), node.clock.millis() + life, json.get());
    try {
      byte[] sealed = entry.sealed(node.seal, name, values.shape());
      if (!node.redis.replace(name, id, sealed, Duration.ofMillis(life))) {
        return Optional.empty();
      }
    } catch (Unreachable e) {
      figures.unreachable.increment();
      return Optional.empty();
    }
    Held<T> held = held(entry, value);
    node.near.put(tenant.id(), question.place(), held, question.version());
    return Optional.of(held);
  }

  private long life(Kind kind) {
    return region.kept().toMillis() / (kind == Kind.ABSENT ? ABSENT_PART : 1);
  }

  /** Lets others load at once; best effort, for the lease ends by itself. */
  private void giveUp(String name, byte[] id) {
    try {
      node.redis.replace(name, id, id, Duration.ofMillis(1));
    } catch (Unreachable e) {
      figures.unreachable.increment();
    }
  }

  /** The more who ask and the nearer the end, the likelier (Vattani et al., 2015). */
  private boolean isDue(Held<T> held) {
    if (!held.isKept()) {
      return false;
    }
    long life = life(held.value().isEmpty() ? Kind.ABSENT : Kind.VALUE);
    double ahead = -Math.log(1 - ThreadLocalRandom.current().nextDouble()) * life / AHEAD_PART;
    return held.end() - node.clock.millis() < ahead;
  }

  /** One loads ahead; all others, and he too if it fails, are served what is held. */
  private Held<T> refresh(
      Tenant tenant, Question question, Held<T> held, Supplier<Optional<T>> load) {
    try {
      Optional<T> value = loaded(load);
      String name = question.place().under(node.generations.of(tenant.id()));
      return put(tenant, question, name, held.id(), value).orElseGet(() -> Held.notKept(value));
    } catch (RuntimeException e) {
      return held;
    } finally {
      refreshing.remove(question.place());
    }
  }

  private Optional<T> loaded(Supplier<Optional<T>> load) {
    long begun = System.nanoTime();
    try {
      return load.get();
    } finally {
      figures.loads.increment();
      figures.loadNanos.add(System.nanoTime() - begun);
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

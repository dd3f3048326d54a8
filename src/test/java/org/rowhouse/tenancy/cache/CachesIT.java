package org.rowhouse.tenancy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.transaction.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.NoTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantErasing;

/** Two nodes on one Redis, deaf ones. What "the database" says is a variable. */
@Timeout(60)
class CachesIT {

  enum Mood {
    GOOD,
    BAD
  }

  record Part(String name, Mood mood) {}

  record Thing(
      UUID id, String text, int number, Instant at, List<Part> parts, Map<String, Long> counts) {}

  static final Region<Thing> THINGS = Region.of("things", Thing.class);
  private static final Key KEY = Key.of("one");

  private static RunDirectory directory;
  private static EmbeddedRedis server;
  private static ExecutorService threads;

  private final Tenant acme = TestNode.tenant();
  private final Tenant globex = TestNode.tenant();
  private final AtomicReference<Thing> database = new AtomicReference<>(thing("first"));
  private final AtomicInteger loads = new AtomicInteger();
  private TestNode here;
  private TestNode there;
  private RawRedis raw;

  @BeforeAll
  static void start() throws IOException {
    directory = RunDirectory.temporary();
    server = EmbeddedRedis.start(directory);
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() throws IOException {
    threads.shutdownNow();
    server.close();
    directory.close();
  }

  @BeforeEach
  void open() {
    here = TestNode.withoutNear(server.url());
    there = TestNode.withoutNear(server.url());
    raw = new RawRedis(server.url());
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    raw.close();
  }

  static Thing thing(String text) {
    return new Thing(
        new UUID(7, 7),
        text,
        42,
        Instant.parse("2026-11-23T06:00:00.123456Z"),
        List.of(new Part("a", Mood.GOOD), new Part(null, Mood.BAD)),
        Map.of("x", 1L));
  }

  private Thing load() {
    loads.incrementAndGet();
    return database.get();
  }

  private Thing read(TestNode node, Tenant tenant) {
    return node.in(tenant, () -> node.cache.get(THINGS, KEY, this::load));
  }

  private Optional<Thing> find(TestNode node) {
    return node.in(acme, () -> node.cache.find(THINGS, KEY, () -> Optional.ofNullable(load())));
  }

  private Thing page(TestNode node, String detail) {
    return node.in(acme, () -> node.cache.get(THINGS, KEY, Key.of(detail), this::load));
  }

  private void write(TestNode node, String text) {
    node.run(
        acme,
        () ->
            node.transaction.run(
                () -> {
                  node.cache.forget(List.of(new Kept(THINGS, KEY)));
                  database.set(thing(text));
                }));
  }

  private <T> List<T> atOnce(int count, Supplier<T> work) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<T>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(
          threads.submit(
              () -> {
                go.await();
                return work.get();
              }));
    }
    go.countDown();
    List<T> all = new ArrayList<>();
    for (Future<T> answer : answers) {
      all.add(answer.get(20, TimeUnit.SECONDS));
    }
    return all;
  }

  /** A load that stops in the middle until it is let go on. */
  private final class HeldLoad {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Future<Thing> answer;

    HeldLoad(TestNode node) throws InterruptedException {
      answer =
          threads.submit(
              () ->
                  node.in(
                      acme,
                      () ->
                          node.cache.get(
                              THINGS,
                              KEY,
                              () -> {
                                Thing seen = load();
                                begun.countDown();
                                await(go);
                                return seen;
                              })));
      await(begun);
    }

    Thing end() throws Exception {
      go.countDown();
      return answer.get(5, TimeUnit.SECONDS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_one_node_loaded_both_are_served_as_it_was() {
    assertThat(read(here, acme)).isEqualTo(thing("first"));
    assertThat(read(there, acme)).isEqualTo(thing("first"));
    assertThat(read(here, acme)).isEqualTo(thing("first"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void without_a_tenant_nothing_is_read() {
    assertThatThrownBy(() -> here.cache.get(THINGS, KEY, this::load)).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> here.cache.forgetAll()).isInstanceOf(NoTenant.class);
    assertThat(loads).hasValue(0);
  }

  @Test
  void another_tenant_is_served_its_own() {
    read(here, acme);
    database.set(thing("of globex"));
    assertThat(read(here, globex).text()).isEqualTo("of globex");
    assertThat(read(there, globex).text()).isEqualTo("of globex");
    assertThat(read(there, acme).text()).isEqualTo("first");
  }

  @Test
  void five_hundred_who_miss_at_once_make_one_load_in_the_fleet() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    List<Thing> all = atOnce(500, () -> read(turn.incrementAndGet() % 2 == 0 ? here : there, acme));
    assertThat(Collections.frequency(all, thing("first"))).isEqualTo(500);
    assertThat(loads).hasValue(1);
  }

  @Test
  void who_waits_for_a_load_that_fails_loads_himself() throws Exception {
    CountDownLatch others = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    Future<Thing> failing =
        threads.submit(
            () ->
                here.in(
                    acme,
                    () ->
                        here.cache.get(
                            THINGS,
                            KEY,
                            () -> {
                              tries.incrementAndGet();
                              await(others);
                              throw new UnsupportedOperationException("of the loader");
                            })));
    while (tries.get() == 0) {
      Thread.onSpinWait();
    }
    Future<List<Thing>> waiting = threads.submit(() -> atOnce(20, () -> read(here, acme)));
    others.countDown();
    assertThatThrownBy(() -> failing.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(waiting.get(5, TimeUnit.SECONDS)).containsOnly(thing("first"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void after_a_write_no_node_is_served_the_older_value() {
    read(here, acme);
    write(here, "second");
    assertThat(read(here, acme).text()).isEqualTo("second");
    assertThat(read(there, acme).text()).isEqualTo("second");
  }

  @Test
  void a_load_from_before_a_write_never_overwrites_it() throws Exception {
    for (TestNode writer : List.of(here, there)) {
      write(writer, "older");
      HeldLoad held = new HeldLoad(here);
      write(writer, "newer");
      assertThat(held.end().text()).isEqualTo("older");
      assertThat(read(here, acme).text()).isEqualTo("newer");
      assertThat(read(there, acme).text()).isEqualTo("newer");
    }
  }

  @Test
  void who_asks_after_a_write_joins_no_load_from_before_it() throws Exception {
    HeldLoad held = new HeldLoad(here);
    write(here, "second");
    Future<Thing> later = threads.submit(() -> read(here, acme));
    assertThat(later.get(1500, TimeUnit.MILLISECONDS).text())
        .as("without waiting as long as one waits for others")
        .isEqualTo("second");
    held.end();
  }

  @Test
  void while_a_writer_is_at_work_this_node_loads_and_keeps_nothing() {
    read(here, acme);
    here.run(
        acme,
        () -> {
          here.transaction.begin();
          here.cache.forget(List.of(new Kept(THINGS, KEY)));
        });
    assertThat(atOnceOne(() -> read(here, acme)).text()).isEqualTo("first");
    assertThat(loads).hasValue(2);
    database.set(thing("second"));
    here.transaction.end(Status.STATUS_COMMITTED);
    assertThat(read(here, acme).text()).isEqualTo("second");
    assertThat(loads).hasValue(3);
  }

  @Test
  void inside_a_transaction_the_database_has_the_word() {
    read(here, acme);
    database.set(thing("written"));
    here.transaction.run(() -> assertThat(read(here, acme).text()).isEqualTo("written"));
    assertThat(read(here, acme).text()).isEqualTo("first");
  }

  @Test
  void a_transaction_that_was_rolled_back_harms_nothing() {
    read(here, acme);
    here.run(
        acme,
        () -> {
          here.transaction.begin();
          here.cache.forget(List.of(new Kept(THINGS, KEY)));
          here.transaction.end(Status.STATUS_ROLLEDBACK);
        });
    assertThat(read(here, acme).text()).isEqualTo("first");
    assertThat(read(there, acme).text()).isEqualTo("first");
    assertThat(loads).hasValue(2);
  }

  @Test
  void that_nothing_is_there_is_kept_and_forgotten() {
    database.set(null);
    assertThat(find(here)).isEmpty();
    assertThat(find(there)).isEmpty();
    assertThat(loads).hasValue(1);
    write(there, "made");
    assertThat(find(here)).contains(thing("made"));
  }

  @Test
  void many_details_are_forgotten_together() {
    assertThat(page(here, "1").text()).isEqualTo("first");
    page(here, "2");
    page(there, "1");
    page(there, "2");
    assertThat(loads).hasValue(2);
    write(there, "second");
    assertThat(page(here, "1").text()).isEqualTo("second");
    assertThat(page(there, "2").text()).isEqualTo("second");
    assertThat(loads).hasValue(4);
  }

  @Test
  void all_of_a_tenant_is_forgotten_in_one_step_and_nothing_of_others() {
    read(here, acme);
    read(here, globex);
    database.set(thing("second"));
    there.run(acme, there.cache::forgetAll);
    assertThat(read(here, acme).text()).isEqualTo("second");
    assertThat(read(there, acme).text()).isEqualTo("second");
    assertThat(read(here, globex).text()).isEqualTo("first");
  }

  @Test
  void a_transaction_that_forgets_very_much_forgets_all() {
    read(here, acme);
    here.run(
        acme,
        () ->
            here.transaction.run(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    here.cache.forget(List.of(new Kept(THINGS, Key.of(i))));
                  }
                  database.set(thing("second"));
                }));
    assertThat(read(here, acme).text()).isEqualTo("second");
    assertThat(read(there, acme).text()).isEqualTo("second");
  }

  @Test
  void a_changed_tenant_outdates_what_was_made_before() {
    read(here, acme);
    read(there, acme);
    database.set(thing("of the new home"));
    Tenant moved = TestNode.tenant(acme.id(), 2);
    assertThat(read(here, moved).text()).isEqualTo("of the new home");
    assertThat(read(there, moved).text()).isEqualTo("of the new home");
    assertThat(loads).hasValue(2);
  }

  @Test
  void values_swapped_by_hand_are_not_served() {
    read(here, acme);
    database.set(thing("of globex"));
    read(here, globex);
    String ours = raw.valuesOf(acme).get(0);
    String theirs = raw.valuesOf(globex).get(0);
    byte[] foreign = raw.get(theirs);
    raw.put(theirs, raw.get(ours));
    raw.put(ours, foreign);
    database.set(thing("loaded"));
    assertThat(read(there, acme).text()).isEqualTo("loaded");
    assertThat(read(there, globex).text()).isEqualTo("loaded");
    assertThat(read(here, acme).text()).isEqualTo("loaded");
  }

  @Test
  void a_value_cut_anywhere_is_loaded_again() {
    read(here, acme);
    String name = raw.valuesOf(acme).get(0);
    int length = raw.get(name).length;
    for (int cut = 0; cut < length; cut += 7) {
      raw.put(name, java.util.Arrays.copyOf(raw.get(name), cut));
      database.set(thing("after " + cut));
      assertThat(read(there, acme).text()).isEqualTo("after " + cut);
      assertThat(read(here, acme).text()).isEqualTo("after " + cut);
    }
  }

  @Test
  void a_foreign_generation_is_no_generation() {
    read(here, acme);
    raw.put(Place.generation(acme.id()), "x:{".getBytes());
    assertThat(read(here, acme).text()).isEqualTo("first");
    assertThat(read(here, acme).text()).isEqualTo("first");
    read(there, acme);
    assertThat(loads.get()).isBetween(2, 3);
  }

  @Test
  void a_value_near_its_end_is_loaded_ahead_by_one_while_others_are_served() throws Exception {
    read(here, acme);
    here.clock.advance(THINGS.kept().multipliedBy(84).dividedBy(100)); // it lives from 85 to 100
    database.set(thing("second"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<Thing> ahead =
        threads.submit(
            () -> {
              Thing seen = thing("first");
              while (seen.text().equals("first")) {
                seen =
                    here.in(
                        acme,
                        () ->
                            here.cache.get(
                                THINGS,
                                KEY,
                                () -> {
                                  Thing loaded = load();
                                  begun.countDown();
                                  await(go);
                                  return loaded;
                                }));
              }
              return seen;
            });
    await(begun);
    assertThat(atOnce(100, () -> read(here, acme))).containsOnly(thing("first"));
    go.countDown();
    assertThat(ahead.get(5, TimeUnit.SECONDS).text()).isEqualTo("second");
    assertThat(read(here, acme).text()).isEqualTo("second");
    assertThat(loads).hasValue(2);
  }

  @Test
  void a_full_redis_costs_loads_and_still_forgets() {
    read(here, acme);
    raw.config("maxmemory", "1");
    try {
      database.set(thing("second"));
      assertThat(read(there, globex).text()).isEqualTo("second");
      assertThat(read(there, globex).text()).isEqualTo("second");
      assertThat(loads).hasValue(3);
      write(here, "third");
      assertThat(raw.valuesOf(acme)).isEmpty();
      assertThat(read(there, acme).text()).isEqualTo("third");
    } finally {
      raw.config("maxmemory", "0");
    }
  }

  @Test
  void what_is_too_large_or_too_odd_for_json_is_not_kept() {
    Region<Thing> small = THINGS.atMost(10);
    here.in(acme, () -> here.cache.get(small, KEY, this::load));
    here.in(acme, () -> here.cache.get(small, KEY, this::load));
    assertThat(loads).hasValue(2);
    record Odd(String said, @JsonIgnore String unsaid) {}
    Region<Odd> odd = Region.of("odd", Odd.class);
    for (String unsaid : List.of("x", "y")) {
      assertThat(here.in(acme, () -> here.cache.get(odd, KEY, () -> new Odd("", unsaid))).unsaid())
          .isEqualTo(unsaid);
    }
  }

  @Test
  void a_region_of_two_kinds_or_of_no_record_is_refused() {
    record Other(String x) {}
    record Holder(Object anything) {}
    read(here, acme);
    for (Region<?> wrong :
        List.of(
            Region.of("things", Other.class),
            Region.of("texts", String.class),
            Region.of("holders", Holder.class))) {
      assertThatThrownBy(() -> here.in(acme, () -> here.cache.get(wrong, KEY, () -> null)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_erased_tenant_leaves_nothing_and_others_all() {
    for (int i = 0; i < 30; i++) {
      Key key = Key.of(i);
      here.in(acme, () -> here.cache.get(THINGS, key, this::load));
    }
    read(here, globex);
    TenantErasing erasing = new TenantErasing(acme.id());
    here.cache.erase(erasing);
    assertThat(erasing.removed()).containsEntry("cached values", 30L);
    assertThat(raw.namesOf(acme)).isEmpty();
    assertThat(raw.valuesOf(globex)).hasSize(1);
  }

  @Test
  void figures_say_what_happened_and_who_asks_most() {
    read(here, acme);
    read(there, acme);
    raw.put(raw.valuesOf(acme).get(0), new byte[100]);
    read(there, acme);
    for (int i = 0; i < 200; i++) {
      read(there, globex);
    }
    var figures = there.cache.figures();
    var things = figures.regions().get("things");
    assertThat(things.redis()).isEqualTo(1 + 199);
    assertThat(things.misses()).isEqualTo(2);
    assertThat(things.refused()).isEqualTo(1);
    assertThat(things.loads()).isEqualTo(2);
    assertThat(things.loadNanos()).isPositive();
    assertThat(figures.busiest().keySet().iterator().next()).isEqualTo(globex.id());
    assertThat(figures.redis().usable()).isTrue();
    assertThat(figures.owed()).isZero();
  }

  @Test
  void nothing_is_kept_without_an_end() {
    page(here, "1");
    assertThat(raw.namesOf(acme)).hasSize(3).allSatisfy(n -> assertThat(raw.life(n)).isPositive());
  }

  private <T> T atOnceOne(Supplier<T> work) {
    try {
      return atOnce(1, work).get(0);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

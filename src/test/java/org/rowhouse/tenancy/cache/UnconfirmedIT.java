package org.rowhouse.tenancy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RedisProxy;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantErasing;
import org.rowhouse.tenancy.cache.redis.Unreachable;

/** Something is forgotten while Redis cannot be told. */
@Timeout(60)
class UnconfirmedIT {

  record Word(String text) {}

  private static final Region<Word> WORDS = Region.of("words", Word.class);
  private static final Key KEY = Key.of("one");

  private final Tenant acme = TestNode.tenant();
  private final AtomicReference<String> database = new AtomicReference<>("old");

  private String read(TestNode node) {
    return node.in(acme, () -> node.cache.get(WORDS, KEY, () -> new Word(database.get()))).text();
  }

  private void write(TestNode node, String text) {
    node.run(
        acme,
        () ->
            node.transaction.run(
                () -> {
                  node.cache.forget(List.of(new Kept(WORDS, KEY)));
                  database.set(text);
                }));
  }

  @Test
  void what_could_not_be_forgotten_is_used_by_this_node_no_more_and_then_by_nobody()
      throws IOException {
    try (RunDirectory directory = RunDirectory.temporary();
        EmbeddedRedis server = EmbeddedRedis.start(directory);
        RedisProxy proxy = RedisProxy.before(server.port());
        TestNode here = throughProxy(server, proxy);
        TestNode there = new TestNode(server.url())) {
      for (Runnable trouble :
          List.<Runnable>of(proxy::cut, proxy::pauseInAnswer, proxy::garble, proxy::trickle)) {
        here.hearing();
        there.hearing();
        write(here, "old");
        TestNode.await("both", () -> read(here).equals("old") && read(there).equals("old"));
        trouble.run();
        write(here, "new");
        assertThat(here.cache.node.owed.count()).isEqualTo(1);
        assertThat(read(here)).isEqualTo("new");
        database.set("newer"); // by nobody who would forget: only who loads can know
        for (int i = 0; i < 100; i++) {
          assertThat(read(here)).isEqualTo("newer");
        }
        proxy.pass();
        TestNode.await("the flush", () -> here.cache.node.owed.count() == 0);
        assertThat(read(here)).isEqualTo("newer");
        TestNode.await("the news", () -> read(there).equals("newer"));
        here.hearing();
        assertThat(read(here)).isEqualTo("newer");
      }
    }
  }

  @Test
  void what_redis_refuses_to_forget_this_node_does_not_use_though_it_could() throws IOException {
    try (RunDirectory directory = RunDirectory.temporary();
        EmbeddedRedis server = EmbeddedRedis.start(directory);
        RawRedis raw = new RawRedis(server.url());
        TestNode here = TestNode.withoutNear(server.url())) {
      read(here);
      raw.mayForget(false);
      write(here, "new");
      assertThat(here.redis.isUsable()).isTrue();
      assertThat(read(here)).isEqualTo("new");
      assertThat(raw.valuesOf(acme)).as("what was there before is still there").isNotEmpty();
      raw.mayForget(true);
      TestNode.await("the flush", () -> here.cache.node.owed.count() == 0);
      assertThat(read(here)).isEqualTo("new");
      database.set("loaded by nobody");
      assertThat(read(here)).isEqualTo("new");
    }
  }

  @Test
  void an_erasure_that_cannot_be_confirmed_fails() throws IOException {
    try (RunDirectory directory = RunDirectory.temporary();
        EmbeddedRedis server = EmbeddedRedis.start(directory);
        RedisProxy proxy = RedisProxy.before(server.port());
        TestNode here = throughProxy(server, proxy)) {
      read(here);
      proxy.cut();
      assertThatThrownBy(() -> here.cache.erase(new TenantErasing(acme.id())))
          .isInstanceOf(Unreachable.class);
      proxy.pass();
      TestNode.await("Redis", here.redis::isUsable);
      here.cache.erase(new TenantErasing(acme.id()));
      try (RawRedis raw = new RawRedis(server.url())) {
        assertThat(raw.namesOf(acme)).isEmpty();
      }
    }
  }

  @Test
  void without_redis_everything_is_loaded() {
    try (TestNode alone = TestNode.withoutRedis()) {
      assertThat(read(alone)).isEqualTo("old");
      write(alone, "new");
      assertThat(read(alone)).isEqualTo("new");
      database.set("newer");
      assertThat(read(alone)).isEqualTo("newer");
      alone.run(acme, alone.cache::forgetAll);
      alone.cache.erase(new TenantErasing(acme.id()));
    }
  }

  private static TestNode throughProxy(EmbeddedRedis server, RedisProxy proxy) {
    return new TestNode(server.url().replace(":" + server.port(), ":" + proxy.port()));
  }
}

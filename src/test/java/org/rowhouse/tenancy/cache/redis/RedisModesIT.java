package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RedisServer;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.settings.PrivateAuthority;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The same questions, whatever stands behind the URL. */
@Timeout(120)
class RedisModesIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private RunDirectory directory;

  @BeforeEach
  void begin() throws IOException {
    directory = opened(RunDirectory.temporary());
  }

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private Redis redis(String... settings) {
    Redis redis = new Redis(ExampleSettings.with(settings));
    opened(redis::close);
    return redis;
  }

  private RedisServer server(String name, int port, String... lines) throws IOException {
    return opened(RedisServer.start(directory, name, port, String.join("\n", lines)));
  }

  /** Everything the product asks; throws Unreachable when any of it is not done. */
  private static void everything(Redis redis, String tag) {
    if (!redis.answers()) {
      throw new Unreachable("no answer", null);
    }
    String name = "t:{%s}:1".formatted(tag);
    byte[] lease = bytes("id-1 lease");
    redis.remove(List.of(name), Optional.of(bytes("news")));
    assertThat(redis.claim(name, lease, LONG)).isEmpty();
    assertThat(redis.replace(name, bytes("id-1"), bytes("id-2 value"), LONG)).isTrue();
    assertThat(redis.read(List.of(name, name + "2")).get(0)).isEqualTo(bytes("id-2 value"));
    assertThat(redis.take("t:{%s}:limit".formatted(tag), 1, 10, 3).taken()).isEqualTo(3);
    assertThat(redis.erase("t:{%s}:".formatted(tag))).isEqualTo(2);
    assertThat(redis.read(List.of(name))).containsExactly((byte[]) null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean refused(Runnable question) {
    try {
      question.run();
      return false;
    } catch (Unreachable e) {
      return true;
    }
  }

  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited for 40 s").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static final class Counting implements Redis.Listener {
    final AtomicInteger gaps = new AtomicInteger();
    final AtomicInteger news = new AtomicInteger();
    volatile boolean sure;

    @Override
    public void heard(byte[] message) {
      news.incrementAndGet();
    }

    @Override
    public void heardAllUntil(long nanoTime) {
      sure = true;
    }

    @Override
    public void gap() {
      sure = false;
      gaps.incrementAndGet();
    }
  }

  @Test
  void a_master_that_dies_is_followed_to_the_one_its_sentinel_names() throws IOException {
    int masterPort = Ports.free();
    RedisServer master =
        server("master", masterPort, "requirepass pw", "masterauth pw", "save \"\"");
    RedisServer replica =
        server(
            "replica",
            Ports.free(),
            "requirepass pw",
            "masterauth pw",
            "save \"\"",
            "replicaof 127.0.0.1 " + masterPort);
    RedisServer sentinel =
        opened(
            RedisServer.start(
                directory,
                "sentinel",
                Ports.free(),
                """
                sentinel monitor main 127.0.0.1 %d 1
                sentinel auth-pass main pw
                sentinel down-after-milliseconds main 500
                sentinel failover-timeout main 3000
                """
                    .formatted(masterPort),
                "--sentinel"));
    try (Jedis watch = new Jedis("127.0.0.1", sentinel.port())) {
      await(
          () ->
              watch.sentinelReplicas("main").stream()
                  .anyMatch(r -> "ok".equals(r.get("master-link-status"))));
    }
    Redis redis =
        redis(
            "REDIS_URL",
            "redis-sentinel://:pw@127.0.0.1:1,127.0.0.1:%d/main".formatted(sentinel.port()));
    Counting listener = new Counting();
    redis.listen(listener);
    await(() -> listener.sure);
    everything(redis, "a");

    master.kill();
    await(() -> refused(() -> redis.read(List.of("t:{a}:1"))));
    int gaps = listener.gaps.get();
    await(() -> !refused(() -> everything(redis, "a")));
    await(() -> listener.sure);
    assertThat(listener.gaps.get()).isGreaterThan(0).isGreaterThanOrEqualTo(gaps);
    int before = listener.news.get();
    redis.remove(List.of(), Optional.of(bytes("after")));
    await(() -> listener.news.get() > before);
    try (Jedis there = new Jedis("127.0.0.1", replica.port())) {
      there.auth("pw");
      assertThat(there.role().get(0)).isEqualTo("master");
    }
  }

  @Test
  void a_master_that_became_a_replica_is_left_alone_until_it_is_one_again() throws IOException {
    RedisServer other = server("other", Ports.free(), "save \"\"");
    RedisServer server = server("redis", Ports.free(), "save \"\"");
    Redis redis = redis("REDIS_URL", "redis://127.0.0.1:" + server.port());
    everything(redis, "a");
    try (Jedis admin = new Jedis("127.0.0.1", server.port())) {
      admin.replicaof("127.0.0.1", other.port());
      await(() -> refused(() -> redis.take("t:{a}:limit", 1, 10, 1)) && !redis.isUsable());
      admin.replicaofNoOne();
      await(() -> redis.isUsable());
      everything(redis, "a");
    }
  }

  @Test
  void a_cluster_goes_on_without_a_dead_node_and_takes_it_back() throws IOException {
    List<RedisServer> nodes = cluster();
    Redis redis =
        redis("REDIS_URL", "redis-cluster://127.0.0.1:1,127.0.0.1:" + nodes.get(0).port());
    await(() -> redis.isUsable());
    assertThat(redis.isNearPossible()).isFalse();
    List<String> tags = List.of(tagOf(0), tagOf(1), tagOf(2));
    tags.forEach(tag -> await(() -> !refused(() -> everything(redis, tag))));

    nodes.get(2).kill();
    for (int i = 0; i < 50; i++) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> redis.read(List.of("t:{%s}:1".formatted(tags.get(2)))))
          .isInstanceOf(Unreachable.class);
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofMillis(500).toNanos());
      redis.claim("t:{%s}:1".formatted(tags.get(i % 2)), bytes("v"), LONG);
    }
    assertThat(redis.isUsable()).isTrue();
    assertThatThrownBy(() -> redis.erase("t:{%s}:".formatted(tags.get(0))))
        .as("nobody knows what the dead node has")
        .isInstanceOf(Unreachable.class);

    nodes.get(2).restart();
    tags.forEach(
        tag ->
            await(
                () ->
                    !refused(
                        () -> {
                          redis.remove(List.of("t:{%s}:1".formatted(tag)), Optional.empty());
                          everything(redis, tag);
                        })));
  }

  @Test
  void a_slot_that_moves_is_followed() throws IOException {
    List<RedisServer> nodes = cluster();
    Redis redis = redis("REDIS_URL", "redis-cluster://127.0.0.1:" + nodes.get(0).port());
    String tag = tagOf(0);
    String name = "t:{%s}:1".formatted(tag);
    await(() -> !refused(() -> everything(redis, tag)));
    int slot = JedisClusterCRC16.getSlot(name);
    try (Jedis from = new Jedis("127.0.0.1", nodes.get(0).port());
        Jedis to = new Jedis("127.0.0.1", nodes.get(1).port())) {
      to.clusterSetSlotImporting(slot, from.clusterMyId());
      from.clusterSetSlotMigrating(slot, to.clusterMyId());
      assertThat(redis.claim(name, bytes("asked there"), LONG)).isEmpty();
      assertThat(redis.read(List.of(name)).get(0)).isEqualTo(bytes("asked there"));
      String id = to.clusterMyId();
      to.clusterSetSlotNode(slot, id);
      from.clusterSetSlotNode(slot, id);
      assertThat(redis.read(List.of(name)).get(0)).isEqualTo(bytes("asked there"));
    }
  }

  private List<RedisServer> cluster() throws IOException {
    List<RedisServer> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      nodes.add(
          server(
              "node" + i,
              clusterPort(),
              "cluster-enabled yes",
              "cluster-node-timeout 1000",
              "cluster-require-full-coverage no",
              "save \"\""));
    }
    for (int i = 0; i < 3; i++) {
      try (Jedis node = new Jedis("127.0.0.1", nodes.get(i).port())) {
        node.clusterAddSlots(slots(i).toArray());
        node.clusterMeet("127.0.0.1", nodes.get(0).port());
      }
    }
    for (RedisServer each : nodes) {
      try (Jedis node = new Jedis("127.0.0.1", each.port())) {
        await(
            () ->
                node.clusterInfo().contains("cluster_state:ok")
                    && node.clusterInfo().contains("cluster_slots_assigned:16384"));
      }
    }
    return nodes;
  }

  /** Its bus needs the port 10,000 above. */
  private static int clusterPort() {
    int port = Ports.free();
    while (port > 55_000 || !Ports.isFree(port + 10_000)) {
      port = Ports.free();
    }
    return port;
  }

  private static IntStream slots(int node) {
    return IntStream.range(node * 16384 / 3, (node + 1) * 16384 / 3);
  }

  private static String tagOf(int node) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "tenant" + i)
        .filter(tag -> slots(node).anyMatch(slot -> slot == JedisClusterCRC16.getSlot(tag)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_documented_user_may_do_what_is_asked_and_needs_every_permission() throws IOException {
    List<String> told = documented();
    RedisServer server = server("redis", Ports.free(), told.toArray(String[]::new));
    String url = "redis://rowhouse:a-long-password@127.0.0.1:" + server.port();
    Redis redis = redis("REDIS_URL", url);
    everything(redis, "a");
    Counting listener = new Counting();
    redis.listen(listener);
    await(() -> listener.sure);

    List<String> user = List.of(told.get(told.size() - 1).split(" "));
    try (Jedis admin = new Jedis("127.0.0.1", server.port())) {
      for (String permission : user.stream().filter(word -> word.startsWith("+")).toList()) {
        List<String> less = new ArrayList<>(user.subList(2, user.size()));
        less.remove(permission);
        less.add(0, "reset");
        admin.scriptFlush();
        admin.aclSetUser("rowhouse", less.toArray(String[]::new));
        assertThat(misses(redis("REDIS_URL", url), permission)).as(permission).isTrue();
      }
    }
  }

  private static boolean misses(Redis redis, String permission) {
    if (!permission.equals("+subscribe")) {
      return refused(() -> everything(redis, permission));
    }
    Counting listener = new Counting();
    redis.listen(listener);
    await(() -> listener.gaps.get() > 3 || listener.sure);
    return !listener.sure;
  }

  /** The configuration that the document advises. */
  private static List<String> documented() throws IOException {
    String text = Files.readString(Path.of("docs/redis.md"));
    String block = text.split("```\n")[1];
    return Arrays.stream(block.split("\n")).collect(Collectors.toList());
  }

  @Test
  void a_user_with_another_database_and_a_wrong_password_are_told_apart() throws IOException {
    RedisServer server = server("redis", Ports.free(), "requirepass pw", "save \"\"");
    everything(redis("REDIS_URL", "redis://:pw@127.0.0.1:%d/3".formatted(server.port())), "a");
    Redis wrong = redis("REDIS_URL", "redis://:wrong@127.0.0.1:" + server.port());
    assertThat(refused(() -> wrong.read(List.of("t:{a}:1")))).isTrue();
    assertThat(wrong.isUsable()).isFalse();
  }

  @Test
  void encrypted_only_with_whom_the_authority_vouches_for() throws Exception {
    RedisServer server = server("redis", Ports.free(), "requirepass pw", "save \"\"");
    PrivateAuthority authority = PrivateAuthority.make(directory.resolve("."), "localhost");
    Path file = directory.resolve("ca.pem");
    authority.writeAuthority(file);
    Encryption front = opened(new Encryption(authority.server(), server.port()));
    String url = "rediss://:pw@%s:" + front.port();

    Redis known = redis("REDIS_URL", url.formatted("localhost"), "REDIS_CA", file.toString());
    await(() -> !refused(() -> everything(known, "a"))); // a first handshake takes a while
    Redis otherName = redis("REDIS_URL", url.formatted("127.0.0.1"), "REDIS_CA", file.toString());
    assertThat(refused(() -> otherName.read(List.of("t:{a}:1")))).as("another name").isTrue();
    Redis unknown = redis("REDIS_URL", url.formatted("localhost"));
    assertThat(refused(() -> unknown.read(List.of("t:{a}:1")))).as("unknown to Java").isTrue();
  }
}

package org.rowhouse.tenancy.cache.redis;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.rowhouse.settings.RedisAddress.Kind;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.cache.redis.Figures.Question;
import redis.clients.jedis.Protocol.Command;

/**
 * What this product asks of Redis. All names of one question share a hash tag, so that a cluster
 * answers it from one node.
 */
@ApplicationScoped
public class Redis {

  /** How long a question takes at most, waiting for a connection included. */
  static final long PATIENCE_NANOS = Duration.ofMillis(300).toNanos();

  private static final double LONGEST_FILLING = Duration.ofDays(366).toSeconds();

  private final Optional<Servers> servers;
  private final Watch watch;
  private final boolean cluster;
  private final String channel;
  private final Figures.Counts counts = new Figures.Counts();

  Redis() {
    servers = Optional.empty();
    watch = null;
    cluster = false;
    channel = "";
  }

  @Inject
  public Redis(Settings settings) {
    watch = settings.redis().map(address -> new Watch()).orElse(null);
    servers = settings.redis().map(address -> Servers.of(address, watch));
    cluster = settings.redis().filter(a -> a.kind() == Kind.CLUSTER).isPresent();
    channel = News.channel(settings.web().baseDomain());
    servers.ifPresent(all -> watch.every(Duration.ofMillis(50), "keeper", all::look));
  }

  @PreDestroy
  public void close() {
    servers.ifPresent(
        all -> {
          watch.close();
          all.close();
        });
  }

  /** Whether there is a Redis to ask at all. */
  public boolean isOn() {
    return servers.isPresent();
  }

  /** Whether it makes sense to ask now; without a question. */
  public boolean isUsable() {
    return servers.filter(Servers::isUsable).isPresent();
  }

  /** Whether a listener can ever be sure to have heard everything: not of a cluster. */
  public boolean isNearPossible() {
    return isOn() && !cluster;
  }

  /** Whether it has answered within two seconds, or does so now. */
  public boolean answers() {
    try {
      return servers.isPresent() && servers.get().all().stream().anyMatch(Node::answers);
    } catch (Unreachable e) {
      return false;
    }
  }

  /**
   * The values, null where there is none, in one round trip.
   *
   * @throws Unreachable when Redis does not say
   */
  public List<byte[]> read(List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    return ask(
        Question.READ,
        names.get(0),
        line -> {
          List<?> values = (List<?>) line.ask(Command.MGET, all(names));
          if (values.size() != names.size()) {
            throw new IllegalStateException("Not as many values as names");
          }
          List<byte[]> read = new ArrayList<>();
          values.forEach(value -> read.add((byte[]) value));
          return read;
        });
  }

  /**
   * Puts {@code value} where nothing is.
   *
   * @return what is there; empty when it is {@code value} now
   * @throws Unreachable when Redis does not say
   */
  public Optional<byte[]> claim(String name, byte[] value, Duration life) {
    return ask(
        Question.CLAIM,
        name,
        line ->
            Optional.ofNullable((byte[]) Script.CLAIM.run(line, bytes(name), value, millis(life))));
  }

  /**
   * Puts {@code value} in the place of one that begins with {@code id}.
   *
   * @return false when something else is there, or nothing
   * @throws Unreachable when Redis does not say
   */
  public boolean replace(String name, byte[] id, byte[] value, Duration life) {
    return ask(
        Question.REPLACE,
        name,
        line -> 1 == (long) Script.REPLACE.run(line, bytes(name), id, value, millis(life)));
  }

  /**
   * Removes them and, with {@code news}, tells every node that listens: when this returns, both is
   * done. Works while Redis has no memory left.
   *
   * @throws Unreachable when Redis does not confirm it
   */
  public void remove(List<String> names, Optional<byte[]> news) {
    boolean told = news.isPresent() && isNearPossible();
    if (names.isEmpty() && !told) {
      return;
    }
    ask(
        Question.REMOVE,
        names.isEmpty() ? channel : names.get(0),
        line -> {
          if (!names.isEmpty()) {
            line.send(Command.DEL, all(names));
          }
          if (told) {
            line.send(Command.PUBLISH, channel, news.get());
          }
          return line.sum((names.isEmpty() ? 0 : 1) + (told ? 1 : 0));
        });
  }

  /**
   * Takes from a bucket that holds {@code burst} at most and fills by {@code perSecond}, by the
   * clock of Redis: {@code wanted}, or what there is of it.
   *
   * @return what was taken, and what is left
   * @throws Unreachable when Redis does not say
   */
  public Taken take(String name, double perSecond, long burst, long wanted) {
    if (!(perSecond > 0) || burst < 1 || wanted < 0 || burst / perSecond > LONGEST_FILLING) {
      throw new IllegalArgumentException("Not a bucket: " + burst + " at " + perSecond + "/s");
    }
    return ask(
        Question.TAKE,
        name,
        line -> {
          List<?> said =
              (List<?>)
                  Script.TAKE.run(line, bytes(name), text(perSecond), text(burst), text(wanted));
          Taken taken = new Taken((long) said.get(0), (long) said.get(1));
          if (taken.taken() < 0
              || taken.taken() > wanted
              || taken.left() < 0
              || taken.left() > burst) {
            throw new IllegalStateException("Not what a bucket holds");
          }
          return taken;
        });
  }

  /** What came out of a bucket. */
  public record Taken(long taken, long left) {}

  /**
   * Removes whatever has a name that begins so: for an erasure, never for a request.
   *
   * @return how many there were
   * @throws Unreachable when not all of it is certainly gone
   */
  public long erase(String beginning) {
    String pattern = beginning.replaceAll("[\\\\*?\\[\\]^-]", "\\\\$0") + "*";
    return asked(Question.ERASE, () -> servers.orElseThrow(Redis::off).erase(bytes(pattern)));
  }

  /**
   * Has {@code listener} told of all news from now on, by one thread.
   *
   * <p>Only one listener: the near cache.
   */
  public void listen(Listener listener) {
    if (isNearPossible()) {
      News news = new News(servers.get(), watch, channel, listener);
      news.begin(
          pulse ->
              ask(
                  Question.PULSE,
                  channel,
                  line -> line.ask(Command.PUBLISH, news.pulses(), pulse)));
    }
  }

  /** Who hears the news of all nodes. */
  public interface Listener {
    /** In the order in which Redis took them. */
    void heard(byte[] news);

    /**
     * Everything that Redis took before {@code nanoTime} of this JVM has been heard, unless there
     * was a gap.
     */
    void heardAllUntil(long nanoTime);

    /** Something may have been missed: what was kept so far must not be trusted. */
    void gap();
  }

  /** For the graphs. */
  public Figures figures() {
    List<Node> nodes = nodes();
    return new Figures(
        counts.asked(),
        isOn(),
        isUsable(),
        nodes.stream().mapToLong(Node::openings).sum(),
        isOn() ? watch.connections() : 0);
  }

  private List<Node> nodes() {
    try {
      return servers.isPresent() ? servers.get().all() : List.of();
    } catch (Unreachable e) {
      return List.of();
    }
  }

  private <T> T ask(Question kind, String name, Function<Line, T> question) {
    return asked(
        kind, () -> servers.orElseThrow(Redis::off).ask(bytes(name), question, deadline()));
  }

  private <T> T asked(Question kind, Supplier<T> question) {
    long start = System.nanoTime();
    boolean well = false;
    try {
      T answer = question.get();
      well = true;
      return answer;
    } finally {
      counts.count(kind, well, System.nanoTime() - start);
    }
  }

  private static Unreachable off() {
    return new Unreachable("There is no Redis", null);
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE_NANOS;
  }

  private static Object[] all(List<String> names) {
    return names.stream().map(Redis::bytes).toArray();
  }

  private static byte[] text(Object number) {
    return bytes(String.valueOf(number));
  }

  private static byte[] millis(Duration life) {
    return text(life.toMillis());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

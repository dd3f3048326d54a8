package org.rowhouse.tenancy.cache.redis;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.rowhouse.settings.Settings;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * What this product asks of Redis. All names of one question share a hash tag, so that a cluster
 * answers it from one node.
 */
@ApplicationScoped
public class Redis {

  private static final byte[] CLAIM =
      bytes(
          "local v=redis.call('GET',KEYS[1]) if v then return v end"
              + " redis.call('SET',KEYS[1],ARGV[1],'PX',ARGV[2]) return false");

  private static final byte[] REPLACE =
      bytes(
          "if redis.call('GETRANGE',KEYS[1],0,#ARGV[1]-1)~=ARGV[1] then return 0 end"
              + " redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3]) return 1");

  private final Optional<RedisClient> client;

  Redis() {
    client = Optional.empty();
  }

  @Inject
  public Redis(Settings settings) {
    client = settings.redis().map(RedisClient::create);
  }

  @PreDestroy
  public void close() {
    client.ifPresent(RedisClient::close);
  }

  /** Whether there is a Redis to ask at all. */
  public boolean isOn() {
    return client.isPresent();
  }

  /** Whether it makes sense to ask now; without a question. */
  public boolean isUsable() {
    return isOn();
  }

  /**
   * The values, null where there is none, in one round trip.
   *
   * @throws Unreachable when Redis does not say
   */
  public List<byte[]> read(List<String> names) {
    return ask(c -> c.mget(all(names)));
  }

  /**
   * Puts {@code value} where nothing is.
   *
   * @return what is there; empty when it is {@code value} now
   * @throws Unreachable when Redis does not say
   */
  public Optional<byte[]> claim(String name, byte[] value, Duration life) {
    return ask(
        c ->
            Optional.ofNullable(
                (byte[]) c.eval(CLAIM, List.of(bytes(name)), List.of(value, millis(life)))));
  }

  /**
   * Puts {@code value} in the place of one that begins with {@code id}.
   *
   * @return false when something else is there, or nothing
   * @throws Unreachable when Redis does not say
   */
  public boolean replace(String name, byte[] id, byte[] value, Duration life) {
    return ask(
        c ->
            Long.valueOf(1)
                .equals(c.eval(REPLACE, List.of(bytes(name)), List.of(id, value, millis(life)))));
  }

  /**
   * Removes them and, with {@code news}, tells every node that listens: when this returns, both is
   * done. Works while Redis has no memory left.
   *
   * @throws Unreachable when Redis does not confirm it
   */
  public void remove(List<String> names, Optional<byte[]> news) {
    ask(
        c -> {
          if (!names.isEmpty()) {
            c.del(all(names));
          }
          return null;
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
    throw new Unreachable("not yet", null);
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
    return ask(
        c -> {
          long erased = 0;
          byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
          do {
            ScanResult<byte[]> page =
                c.scan(cursor, new ScanParams().match(bytes(beginning + "*")).count(1000));
            if (!page.getResult().isEmpty()) {
              erased += c.unlink(page.getResult().toArray(byte[][]::new));
            }
            cursor = page.getCursorAsBytes();
          } while (!Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
          return erased;
        });
  }

  /**
   * Has {@code listener} told of all news from now on, by one thread.
   *
   * <p>Only one listener: the near cache.
   */
  public void listen(Listener listener) {}

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

  private <T> T ask(Function<RedisClient, T> question) {
    try {
      return question.apply(client.orElseThrow(() -> new Unreachable("There is no Redis", null)));
    } catch (JedisException e) {
      throw new Unreachable("Redis does not answer", e);
    }
  }

  private static byte[][] all(List<String> names) {
    List<byte[]> all = new ArrayList<>();
    names.forEach(name -> all.add(bytes(name)));
    return all.toArray(byte[][]::new);
  }

  private static byte[] millis(Duration life) {
    return bytes(Long.toString(life.toMillis()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

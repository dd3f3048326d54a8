package org.rowhouse.tenancy.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears the news of all nodes, on a line of its own, and proves that it does: pulses that it sends
 * through Redis must come back. Redis passes on what it takes in the order in which it takes it, so
 * a pulse that is heard proves that all from before it was.
 */
final class News {

  private static final Duration PULSE = Duration.ofMillis(200);
  private static final long SILENCE_NANOS = Duration.ofMillis(600).toNanos();

  private final Servers servers;
  private final Watch watch;
  private final byte[] channel;
  private final byte[] pulses;
  private final Redis.Listener listener;
  private final Map<String, Long> underWay = new ConcurrentHashMap<>();
  private volatile boolean listening;

  News(Servers servers, Watch watch, String channel, Redis.Listener listener) {
    this.servers = servers;
    this.watch = watch;
    this.channel = bytes(channel);
    this.pulses = bytes(channel + ":pulse:" + UUID.randomUUID());
    this.listener = listener;
  }

  /** Deployments that share a Redis have one each, by what all their nodes have in common. */
  static String channel(String baseDomain) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(baseDomain));
      return "rowhouse:" + HexFormat.of().formatHex(hash, 0, 8) + ":news";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param publish sends its message on {@link #pulses()} through Redis; may throw Unreachable
   */
  void begin(Consumer<byte[]> publish) {
    watch.every(Duration.ofMillis(100), "listener", this::hear);
    watch.every(PULSE, "pulse", () -> send(publish));
  }

  byte[] pulses() {
    return pulses;
  }

  private void send(Consumer<byte[]> publish) {
    if (listening) {
      String pulse = UUID.randomUUID().toString();
      underWay.put(pulse, System.nanoTime());
      try {
        publish.accept(bytes(pulse));
      } catch (Unreachable e) {
        // its silence will tell
      }
    }
  }

  private void hear() {
    Optional<Node> meeting = servers.meeting();
    if (meeting.isEmpty()) {
      return;
    }
    Line line = null;
    try {
      line = meeting.get().own(System.nanoTime() + SILENCE_NANOS);
      subscribe(line);
      while (!watch.isOver() && servers.meeting().equals(meeting)) {
        hear(line);
      }
    } catch (Unreachable | JedisException e) {
      // the way is broken; the next turn tries a new one
    } finally {
      listening = false;
      if (line != null) {
        line.cut();
      }
      listener.gap();
    }
  }

  private void subscribe(Line line) {
    line.setSoTimeout((int) Duration.ofNanos(SILENCE_NANOS).toMillis());
    line.send(Command.SUBSCRIBE, channel, pulses);
    line.sendNow();
    for (byte[] each : List.of(channel, pulses)) {
      List<?> confirmed = message(line);
      if (!is("subscribe", confirmed.get(0)) || !is(each, confirmed.get(1))) {
        throw new JedisConnectionException("Not subscribed");
      }
    }
    underWay.clear();
    listener.gap();
    listening = true;
    line.until(System.nanoTime() + SILENCE_NANOS);
  }

  private void hear(Line line) {
    List<?> message = message(line);
    if (!is("message", message.get(0)) || !(message.get(2) instanceof byte[] content)) {
      throw new JedisConnectionException("Not a message");
    }
    if (is(channel, message.get(1))) {
      listener.heard(content);
    } else if (is(pulses, message.get(1))) {
      Long sent = underWay.remove(new String(content, StandardCharsets.UTF_8));
      if (sent != null) {
        line.until(System.nanoTime() + SILENCE_NANOS);
        listener.heardAllUntil(sent);
      }
    } else {
      throw new JedisConnectionException("A message that nobody listens to");
    }
  }

  private static List<?> message(Line line) {
    if (line.hear() instanceof List<?> message && message.size() == 3) {
      return message;
    }
    throw new JedisConnectionException("Not a message");
  }

  private static boolean is(String expected, Object bytes) {
    return is(bytes(expected), bytes);
  }

  private static boolean is(byte[] expected, Object bytes) {
    return bytes instanceof byte[] given && Arrays.equals(expected, given);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

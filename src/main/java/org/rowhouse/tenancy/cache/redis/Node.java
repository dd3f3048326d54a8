package org.rowhouse.tenancy.cache.redis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.settings.RedisAddress.Server;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** One server: its lines, and whether it is worth asking. */
final class Node implements AutoCloseable {

  private static final int LINES = 32;
  private static final int WAIT_MILLIS = 50;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String PROBE = "control:probe";
  private static final byte[] PONG = {'P', 'O', 'N', 'G'};
  private static final Pattern REFUSAL =
      Pattern.compile("^(?!ERR Error running script)[A-Z]{1,20}\\b|(?<= -)[A-Z]{1,20}\\b");
  private static final Set<String> NOT_THIS_SERVER =
      Set.of(
          "LOADING",
          "MISCONF",
          "READONLY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "BUSY",
          "NOAUTH",
          "WRONGPASS",
          "NOREPLICAS");

  /** Connects. */
  interface Plug {
    /**
     * @param deadline nanoTime at which this and the first question are over
     */
    Line line(InetSocketAddress server, long deadline);
  }

  /**
   * @param era in which it was made: it serves in no other
   */
  private record Idle(Line line, int era, long since) {}

  final Server server;
  private final Plug plug;
  private final Breaker breaker = new Breaker(System::nanoTime);
  private final Semaphore permits = new Semaphore(LINES);
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private volatile InetSocketAddress found;
  private volatile long lastAnswer;
  private volatile boolean closed;
  private long nextProbe;
  private long probePause;

  Node(Server server, Plug plug) {
    this.server = server;
    this.plug = plug;
    if (server.host().matches("[0-9.]+|.*:.*|localhost")) {
      find(); // asks no name server
    }
  }

  boolean isUsable() {
    return found != null && !breaker.isOpen();
  }

  long openings() {
    return breaker.openings();
  }

  /** Whether it has answered within two seconds, or does so now. */
  boolean answers() {
    long now = System.nanoTime();
    if (lastAnswer != 0 && now - lastAnswer < FRESH_NANOS) {
      return isUsable();
    }
    try {
      return ask(line -> line.ask(Command.PING) != null, now + Redis.PATIENCE_NANOS);
    } catch (Unreachable e) {
      return false;
    }
  }

  /**
   * Lets {@code question} use a line.
   *
   * @param deadline nanoTime at which it is over, one way or the other
   * @throws JedisRedirectionException when another node of the cluster knows
   * @throws Unreachable for everything else
   */
  <T> T ask(Function<Line, T> question, long deadline) {
    int era = breaker.era();
    if (found == null || Breaker.isOpen(era)) {
      throw new Unreachable("Redis is left alone for now", null);
    }
    permit();
    try {
      return answer(question, deadline, era);
    } finally {
      permits.release();
    }
  }

  private <T> T answer(Function<Line, T> question, long deadline, int era) {
    Line line = null;
    try {
      line = line(era, deadline);
      long start = System.nanoTime();
      T answer = question.apply(line);
      answered(line, era, start);
      return answer;
    } catch (JedisRedirectionException e) {
      answered(line, era, System.nanoTime());
      throw e;
    } catch (JedisDataException e) {
      if (line == null || meansTheServer(e)) {
        breaker.open(era);
      }
      keep(line, era);
      throw new Unreachable("Redis refuses: " + kind(e), e);
    } catch (RuntimeException | Error e) {
      if (line != null) {
        line.cut();
      }
      breaker.failed(era);
      throw new Unreachable("Redis does not answer", e);
    }
  }

  private void answered(Line line, int era, long start) {
    long now = System.nanoTime();
    lastAnswer = now;
    breaker.answered(era, now - start);
    keep(line, era);
  }

  private void permit() {
    try {
      if (!permits.tryAcquire() && !permits.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Unreachable("All connections to Redis are in use", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("Interrupted", e);
    }
  }

  private Line line(int era, long deadline) {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.era() == era && next.line().isClean()) {
        next.line().until(deadline);
        return next.line();
      }
      next.line().cut();
    }
    return plug.line(found, deadline);
  }

  private void keep(Line line, int era) {
    if (line == null) {
      return;
    }
    line.rest();
    if (closed || era != breaker.era() || !line.isClean()) {
      line.cut();
    } else {
      idle.addFirst(new Idle(line, era, System.nanoTime()));
      if (closed) {
        close();
      }
    }
  }

  /** A turn of the background: finds the server, probes it if need be, ends idle lines. */
  void look(long now) {
    if (found == null) {
      find();
    }
    if (breaker.isOpen()) {
      cutIdle();
      if (now - nextProbe >= 0) {
        find();
        probe();
      }
    } else {
      probePause = 0;
      nextProbe = now;
    }
    for (Idle last = idle.peekLast();
        last != null && now - last.since() > IDLE_NANOS && idle.removeLastOccurrence(last);
        last = idle.peekLast()) {
      last.line().cut();
    }
  }

  /** A line for oneself, whatever the breaker says; the caller cuts it. */
  Line own(long deadline) {
    if (found == null) {
      throw new Unreachable("Redis is not found", null);
    }
    return plug.line(found, deadline);
  }

  private void probe() {
    Line line = null;
    try {
      line = own(System.nanoTime() + PROBE_NANOS);
      long start = System.nanoTime();
      if (echoes(line) && System.nanoTime() - start < Breaker.SLOW_NANOS) {
        breaker.close();
        keep(line, breaker.era());
        return;
      }
    } catch (RuntimeException | Error e) {
      // not yet
    }
    if (line != null) {
      line.cut();
    }
    probePause = Math.min(500, probePause + 100);
    nextProbe = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(probePause);
  }

  /**
   * Whether it takes and gives what it is given, or has a reason of its own to refuse just that.
   */
  private static boolean echoes(Line line) {
    byte[] word = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    line.send(Command.PING);
    line.send(Command.SET, PROBE, word, "PX", "1000");
    line.send(Command.GET, PROBE);
    List<Object> said = line.getMany(3);
    return Arrays.equals(PONG, (byte[]) said.get(0))
        && said.stream().noneMatch(one -> one instanceof JedisDataException e && meansTheServer(e))
        && (said.get(1) instanceof JedisDataException || Arrays.equals(word, (byte[]) said.get(2)));
  }

  /** Refusals that hold for every question; others are about the one that was asked. */
  private static boolean meansTheServer(JedisDataException refusal) {
    return NOT_THIS_SERVER.contains(kind(refusal));
  }

  /** Its first word; that of a script stands within, before Redis 7. */
  private static String kind(JedisDataException refusal) {
    Matcher word = REFUSAL.matcher(String.valueOf(refusal.getMessage()));
    return word.find() ? word.group() : "ERR";
  }

  private void find() {
    try {
      found = new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (UnknownHostException e) {
      // where it was, if it ever was
    }
  }

  @Override
  public void close() {
    closed = true;
    cutIdle();
  }

  private void cutIdle() {
    // one by one: whoever adds another meanwhile must not lose it uncut
    for (Idle one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      one.line().cut();
    }
  }
}

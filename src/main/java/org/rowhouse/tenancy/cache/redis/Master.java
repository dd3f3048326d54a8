package org.rowhouse.tenancy.cache.redis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.rowhouse.settings.RedisAddress;
import org.rowhouse.settings.RedisAddress.Server;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * One server that has everything: the one of the address, or whom its sentinels call master. They
 * are asked every second, and at once when the master of before does not serve.
 */
final class Master implements Servers {

  private static final long LOOK_NANOS = 1_000_000_000;

  private final RedisAddress address;
  private final Node.Plug plug;
  private final Node.Plug anonymous;
  private final Node.Plug known;
  private volatile Node node;
  private long looked = System.nanoTime() - LOOK_NANOS;

  Master(RedisAddress address, Watch watch) {
    this.address = address;
    plug = Servers.plug(address, address.database(), watch);
    known = Servers.plug(address, 0, watch);
    anonymous = Servers.anonymous(address, watch);
    if (address.kind() == RedisAddress.Kind.SINGLE) {
      node = new Node(address.servers().get(0), plug);
    }
  }

  @Override
  public <T> T ask(byte[] name, Function<Line, T> question, long deadline) {
    try {
      return node().ask(question, deadline);
    } catch (JedisRedirectionException e) {
      throw new Unreachable("This Redis is part of a cluster: say redis-cluster://", e);
    }
  }

  @Override
  public List<Node> all() {
    return List.of(node());
  }

  @Override
  public Optional<Node> meeting() {
    return Optional.ofNullable(node).filter(Node::isUsable);
  }

  @Override
  public boolean isUsable() {
    return meeting().isPresent();
  }

  private Node node() {
    Node now = node;
    if (now == null) {
      throw new Unreachable("No sentinel has named the master yet", null);
    }
    return now;
  }

  @Override
  public void look() {
    long now = System.nanoTime();
    if (address.kind() == RedisAddress.Kind.SENTINEL
        && (!isUsable() || now - looked >= LOOK_NANOS)) {
      looked = now;
      askSentinels();
    }
    if (node != null) {
      node.look(now);
    }
  }

  private void askSentinels() {
    for (Server sentinel : address.servers()) {
      Optional<Server> named = named(sentinel);
      if (named.isPresent()) {
        become(named.get());
        return;
      }
    }
  }

  private void become(Server named) {
    Node before = node;
    if (before == null || !before.server.equals(named)) {
      node = new Node(named, plug);
      if (before != null) {
        before.close();
      }
    }
  }

  private Optional<Server> named(Server sentinel) {
    try {
      return named(sentinel, anonymous);
    } catch (JedisDataException e) {
      try {
        return named(sentinel, known); // this one wants to know who asks
      } catch (RuntimeException | UnknownHostException still) {
        return Optional.empty();
      }
    } catch (RuntimeException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  private Optional<Server> named(Server sentinel, Node.Plug plug) throws UnknownHostException {
    InetSocketAddress there =
        new InetSocketAddress(InetAddress.getByName(sentinel.host()), sentinel.port());
    Line line = plug.line(there, System.nanoTime() + Redis.PATIENCE_NANOS);
    try {
      List<?> named =
          (List<?>) line.ask(Command.SENTINEL, "get-master-addr-by-name", address.master());
      return Optional.ofNullable(named)
          .map(both -> new Server(text(both.get(0)), Integer.parseInt(text(both.get(1)))));
    } finally {
      line.cut();
    }
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
    }
  }
}

package org.rowhouse.tenancy.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.rowhouse.settings.RedisAddress;
import org.rowhouse.settings.RedisAddress.Server;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Redis Cluster: each name is with the master that has its slot. Which that is, is learnt in the
 * background; a question that another master can answer is asked there, once.
 */
final class Cluster implements Servers {

  private static final int SLOTS = 16384;
  private static final long QUIET_NANOS = 10_000_000_000L;
  private static final long TROUBLED_NANOS = 500_000_000;

  /**
   * @param slots who has which; null where nobody says
   */
  private record Layout(Map<Server, Node> nodes, Node[] slots) {}

  private final RedisAddress address;
  private final Node.Plug plug;
  private volatile Layout map = new Layout(Map.of(), new Node[SLOTS]);
  private volatile boolean outdated = true;
  private long looked = System.nanoTime() - QUIET_NANOS;

  Cluster(RedisAddress address, Watch watch) {
    this.address = address;
    plug = Servers.plug(address, 0, watch);
  }

  @Override
  public <T> T ask(byte[] name, Function<Line, T> question, long deadline) {
    Node node = map.slots()[JedisClusterCRC16.getSlot(name)];
    if (node == null) {
      outdated = true;
      throw new Unreachable("Nobody is known to have this slot of the cluster", null);
    }
    try {
      return node.ask(question, deadline);
    } catch (JedisRedirectionException e) {
      return elsewhere(node, e, question, deadline);
    }
  }

  private <T> T elsewhere(
      Node before, JedisRedirectionException where, Function<Line, T> question, long deadline) {
    boolean once = where instanceof JedisAskDataException;
    outdated |= !once;
    HostAndPort there = where.getTargetNode();
    Node node = map.nodes().get(new Server(host(there.getHost(), before), there.getPort()));
    if (node == null) {
      outdated = true;
      throw new Unreachable("Another node has it, which is not known yet", where);
    }
    try {
      return node.ask(
          line -> {
            if (once) {
              line.asking();
            }
            return question.apply(line);
          },
          deadline);
    } catch (JedisRedirectionException again) {
      throw new Unreachable("The nodes of the cluster disagree on who has it", again);
    }
  }

  @Override
  public List<Node> all() {
    Layout now = map;
    Set<Node> masters = new LinkedHashSet<>();
    for (Node node : now.slots()) {
      if (node == null) {
        throw new Unreachable("The cluster does not cover all slots", null);
      }
      masters.add(node);
    }
    return List.copyOf(masters);
  }

  /** Each node of a cluster would have to listen for itself, and to say how far it has heard. */
  @Override
  public Optional<Node> meeting() {
    return Optional.empty();
  }

  @Override
  public boolean isUsable() {
    return map.nodes().values().stream().anyMatch(Node::isUsable);
  }

  @Override
  public void look() {
    long now = System.nanoTime();
    Collection<Node> nodes = map.nodes().values();
    boolean troubled = outdated || nodes.stream().anyMatch(node -> !node.isUsable());
    if (now - looked >= (troubled ? TROUBLED_NANOS : QUIET_NANOS)) {
      looked = now;
      learn();
    }
    map.nodes().values().forEach(node -> node.look(now));
  }

  private void learn() {
    Set<Node> askable = new LinkedHashSet<>(map.nodes().values());
    askable.removeIf(node -> !node.isUsable());
    for (Server server : address.servers()) {
      askable.add(map.nodes().getOrDefault(server, new Node(server, plug)));
    }
    for (Node node : askable) {
      try {
        List<?> ranges = slots(node);
        outdated = false;
        become(ranges, node);
        return;
      } catch (RuntimeException e) {
        outdated = true; // perhaps the next one knows
      }
    }
  }

  private static List<?> slots(Node node) {
    node.look(System.nanoTime());
    Line line = node.own(System.nanoTime() + Redis.PATIENCE_NANOS);
    try {
      return (List<?>) line.ask(Command.CLUSTER, "SLOTS");
    } finally {
      line.cut();
    }
  }

  private void become(List<?> ranges, Node asked) {
    Map<Server, Node> nodes = new HashMap<>();
    Node[] slots = new Node[SLOTS];
    for (Object one : ranges) {
      List<?> range = (List<?>) one;
      List<?> master = (List<?>) range.get(2);
      Server server = new Server(host(text(master.get(0)), asked), (int) (long) master.get(1));
      Node node = nodes.computeIfAbsent(server, this::node);
      int last = (int) (long) range.get(1);
      for (int slot = (int) (long) range.get(0); slot <= last; slot++) {
        slots[slot] = node;
      }
    }
    List<Node> gone = new ArrayList<>(map.nodes().values());
    gone.removeAll(nodes.values());
    map = new Layout(Map.copyOf(nodes), slots);
    gone.forEach(Node::close);
  }

  private Node node(Server server) {
    Node known = map.nodes().get(server);
    return known == null ? new Node(server, plug) : known;
  }

  /** A node that does not know its own name means the one it was reached by. */
  private static String host(String said, Node by) {
    return said == null || said.isEmpty() || said.equals("?") ? by.server.host() : said;
  }

  private static String text(Object bytes) {
    return bytes == null ? null : new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    map.nodes().values().forEach(Node::close);
  }
}

package org.rowhouse.tenancy.cache.redis;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.rowhouse.settings.RedisAddress;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** The servers behind an address, as far as they are known now. */
interface Servers extends AutoCloseable {

  /**
   * Asks the server that has {@code name}.
   *
   * @param deadline nanoTime
   * @throws Unreachable when it does not say by then
   */
  <T> T ask(byte[] name, Function<Line, T> question, long deadline);

  /**
   * Those that have something.
   *
   * @throws Unreachable when nobody knows
   */
  List<Node> all();

  /**
   * Removes what has a name of this pattern, page by page.
   *
   * @return how many there were
   * @throws Unreachable when not all of it is certainly gone
   */
  default long erase(byte[] pattern) {
    try {
      return all().stream().mapToLong(node -> erase(node, pattern)).sum();
    } catch (JedisRedirectionException e) {
      throw new Unreachable("The cluster is moving slots", e);
    }
  }

  /** What SCAN answers. */
  record Page(byte[] next, List<?> names) {
    static Page of(Object answer) {
      List<?> both = (List<?>) answer;
      return new Page((byte[]) both.get(0), (List<?>) both.get(1));
    }
  }

  private static long erase(Node node, byte[] pattern) {
    byte[] start = {'0'};
    byte[] cursor = start;
    long erased = 0;
    do {
      byte[] from = cursor;
      Page page =
          node.ask(
              line -> Page.of(line.ask(Command.SCAN, from, "MATCH", pattern, "COUNT", "1000")),
              System.nanoTime() + Redis.PATIENCE_NANOS);
      erased +=
          node.ask(
              line -> {
                page.names().forEach(name -> line.send(Command.UNLINK, name));
                return line.sum(page.names().size());
              },
              System.nanoTime() + Redis.PATIENCE_NANOS);
      cursor = page.next();
    } while (!Arrays.equals(cursor, start));
    return erased;
  }

  /** Where all nodes can listen to all; empty when there is no such place, or none now. */
  Optional<Node> meeting();

  boolean isUsable();

  /** A turn of the background. It may wait. */
  void look();

  @Override
  void close();

  static Servers of(RedisAddress address, Watch watch) {
    return address.kind() == RedisAddress.Kind.CLUSTER
        ? new Cluster(address, watch)
        : new Master(address, watch);
  }

  /** Connects as the user of the address. */
  static Node.Plug plug(RedisAddress address, int database, Watch watch) {
    DefaultJedisClientConfig.Builder config = config().database(database);
    address.user().ifPresent(config::user);
    address.password().ifPresent(config::password);
    return plug(address, config.build(), watch);
  }

  /** Connects as nobody. */
  static Node.Plug anonymous(RedisAddress address, Watch watch) {
    return plug(address, config().build(), watch);
  }

  private static DefaultJedisClientConfig.Builder config() {
    return DefaultJedisClientConfig.builder()
        .serverDefaultProtocol() // RESP2, without asking for it
        .autoNegotiateProtocol(false)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
  }

  private static Node.Plug plug(RedisAddress address, JedisClientConfig config, Watch watch) {
    Optional<SSLSocketFactory> tls =
        address.encrypted() ? Optional.of(trusting(address.authorities())) : Optional.empty();
    return (server, deadline) -> Line.to(server, tls, config, watch, deadline);
  }

  private static SSLSocketFactory trusting(List<X509Certificate> authorities) {
    try {
      if (authorities.isEmpty()) {
        return SSLContext.getDefault().getSocketFactory();
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (X509Certificate authority : authorities) {
        trusted.setCertificateEntry("authority-" + trusted.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("ROWHOUSE_REDIS_CA cannot be used", e);
    }
  }
}

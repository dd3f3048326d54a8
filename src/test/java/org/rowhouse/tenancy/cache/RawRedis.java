package org.rowhouse.tenancy.cache;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rowhouse.tenancy.Tenant;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** Somebody with hands in Redis. */
final class RawRedis implements AutoCloseable {

  private final Jedis jedis;

  RawRedis(String url) {
    jedis = new Jedis(URI.create(url));
  }

  List<String> namesOf(Tenant tenant) {
    return jedis.keys(Place.ofTenant(tenant.id()) + "*").stream().sorted().toList();
  }

  /** Without the generation. */
  List<String> valuesOf(Tenant tenant) {
    return namesOf(tenant).stream().filter(n -> !n.equals(Place.generation(tenant.id()))).toList();
  }

  byte[] get(String name) {
    return jedis.get(name.getBytes(StandardCharsets.UTF_8));
  }

  void put(String name, byte[] value) {
    jedis.set(name.getBytes(StandardCharsets.UTF_8), value, SetParams.setParams().px(60_000));
  }

  long life(String name) {
    return jedis.pttl(name);
  }

  void config(String name, String value) {
    jedis.configSet(name, value);
  }

  void mayForget(boolean may) {
    jedis.aclSetUser("default", may ? "+del" : "-del");
  }

  void flush() {
    jedis.flushAll();
  }

  @Override
  public void close() {
    jedis.close();
  }
}

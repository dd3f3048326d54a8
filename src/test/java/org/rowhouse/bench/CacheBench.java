package org.rowhouse.bench;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rowhouse.bench.Comparison.Figures;
import org.rowhouse.bench.Comparison.Side;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import redis.clients.jedis.Jedis;

/** The same reads with no cache, with Redis alone, and with the near cache before it. */
final class CacheBench {

  private static final String DEAF = "deaf";

  private final Settings settings;

  CacheBench(Settings settings) {
    this.settings = settings;
  }

  void run() throws Exception {
    say("%s", settings);
    try (RunningProduct product =
        RunningProduct.startPlain(Bench.WITHOUT_CACHE, node -> node.jvm(settings.jvm()))) {
      List<Customer> customers = Bench.customers(product, settings);
      EmbeddedRedis redis = product.services().redis();
      try (Node far = product.startNode(settings.jvm(), redis(deaf(redis)));
          Node near = product.startNode(settings.jvm(), redis(redis.url()))) {
        var comparison = new Comparison(product.services().superuser());
        for (Ask ask : List.of(Ask.LIST, Ask.GET)) {
          tell(
              ask,
              comparison.run(
                  List.of(
                      side("off", product.node(), customers, ask),
                      side("Redis", far, customers, ask),
                      side("near cache", near, customers, ask)),
                  ask == Ask.LIST ? settings.warmup() : settings.warmup() / 3,
                  settings.seconds()));
        }
        say("load of the machine %.1f", Cpu.load());
      }
    }
  }

  private Side side(String cache, Node node, List<Customer> customers, Ask ask) {
    Load load = new Load(node.port(), customers, settings);
    return new Side("%s, cache %s".formatted(ask.title(), cache), node, load, ask);
  }

  private static Map<String, String> redis(String url) {
    return Map.of("ROWHOUSE_REDIS_URL", url);
  }

  /** The URL of a user who may do everything but hear what others say. */
  private static String deaf(EmbeddedRedis redis) {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      jedis.aclSetUser(DEAF, "on", ">" + DEAF, "~*", "+@all", "resetchannels");
    }
    return "redis://%s:%s@%s".formatted(DEAF, DEAF, redis);
  }

  private static void tell(Ask ask, List<Figures> figures) {
    figures.forEach(each -> say("%s", each));
    Figures off = figures.get(0);
    Figures far = figures.get(1);
    Figures near = figures.get(2);
    say(
        "%s: requests per second x%.2f with Redis, x%.2f with the near cache (target 2)",
        ask.title(), perSecond(far) / perSecond(off), perSecond(near) / perSecond(off));
    say(
        "BENCH {\"what\":\"cache\",\"ask\":\"%s\",\"perSecond\":[%.0f,%.0f,%.0f],"
            + "\"serverCpuMillis\":[%.3f,%.3f,%.3f],\"databaseCpuMillis\":[%.3f,%.3f,%.3f]}",
        ask.title(),
        perSecond(off),
        perSecond(far),
        perSecond(near),
        off.server(),
        far.server(),
        near.server(),
        off.database(),
        far.database(),
        near.database());
  }

  private static double perSecond(Figures figures) {
    return figures.together().perSecond();
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}

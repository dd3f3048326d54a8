package org.rowhouse.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;

/**
 * Measures sign-ups, one after another: from the begin of the transaction that reserves the slug to
 * the commit that makes the tenant ACTIVE, on PostgreSQL's clock, waits between steps included.
 */
final class SignUps {

  private static final int WARM_UP = 40;
  private static final Map<String, Integer> TARGETS =
      Map.of("SHARED", 20, "SCHEMA", 40, "DATABASE", 150);
  private static final Map<String, String> COMMON =
      Map.of("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");

  /** A spare home was taken: there was nothing to be made. */
  private static final String TIMES =
      """
      select extract(epoch from pg_xact_commit_timestamp(o.xmin) - o.created_at) * 1000
      from control.operation o join control.tenant t on t.id = o.tenant_id
      where o.kind = 'sign-up' and t.status = 'ACTIVE' and t.slug like :slugs
        and :spare = not exists (select from control.operation_step s
                                 where s.operation_id = o.id and s.name = 'home')
      order by 1
      """;

  private final int count = Integer.getInteger("bench.tenants", 1_000);
  private final Settings settings;

  SignUps(Settings settings) {
    this.settings = settings;
  }

  void run() throws Exception {
    say("| model | home | sign-ups | median | p95 | target | a second, hashing included |");
    with(Map.of("ROWHOUSE_SPARE_SCHEMAS", "40", "ROWHOUSE_SPARE_DATABASES", "10"), true);
    with(Map.of("ROWHOUSE_SPARE_SCHEMAS", "0", "ROWHOUSE_SPARE_DATABASES", "0"), false);
  }

  private void with(Map<String, String> spares, boolean stocked) throws Exception {
    Map<String, String> overrides = new HashMap<>(COMMON);
    overrides.putAll(spares);
    try (RunningProduct product =
        RunningProduct.startDurable(overrides, node -> node.jvm(settings.jvm()))) {
      Jdbi superuser = Jdbi.create(product.services().superuser());
      ApiClient operator = product.signUp().operator();
      row(operator, superuser, "SHARED", WARM_UP, "warm-up", stocked);
      if (stocked) {
        row(operator, superuser, "SHARED", count, "shared", true);
        row(operator, superuser, "SCHEMA", count, "schema", true);
        row(operator, superuser, "DATABASE", Math.max(10, count / 10), "database", true);
      } else {
        row(operator, superuser, "SCHEMA", Math.max(10, count / 10), "schema", false);
        row(operator, superuser, "DATABASE", Math.max(10, count / 20), "database", false);
      }
    }
  }

  private static void row(
      ApiClient operator, Jdbi superuser, String model, int count, String name, boolean stocked)
      throws Exception {
    if (stocked && !model.equals("SHARED")) {
      awaitStock(superuser, model);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      signUp(operator, "%s-%04d".formatted(name, i), model);
    }
    double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    List<Boolean> homes =
        model.equals("SHARED") ? List.of(true) : stocked ? List.of(true, false) : List.of(false);
    for (boolean spare : homes) {
      List<Double> millis = superuser.withHandle(h -> times(h, name, spare));
      if (!millis.isEmpty()) {
        String home = model.equals("SHARED") ? "shared" : spare ? "spare" : "made";
        tell(
            model,
            home,
            millis,
            spare ? "%d ms".formatted(TARGETS.get(model)) : "",
            count / seconds);
      }
    }
  }

  private static List<Double> times(Handle handle, String name, boolean spare) {
    return handle
        .createQuery(TIMES)
        .bind("slugs", name + "-%")
        .bind("spare", spare)
        .mapTo(Double.class)
        .list();
  }

  private static void tell(
      String model, String home, List<Double> millis, String target, double perSecond)
      throws IOException {
    double median = millis.get(millis.size() / 2);
    double p95 = millis.get((int) (millis.size() * .95));
    say(
        "| %s | %s | %d | %.1f ms | %.1f ms | %s | %.1f |",
        model, home, millis.size(), median, p95, target, perSecond);
    say(
        "BENCH {\"what\":\"sign-up\",\"isolation\":\"%s\",\"home\":\"%s\",\"count\":%d,"
            + "\"java\":\"%s\",\"p50Millis\":%.2f,\"p95Millis\":%.2f,\"perSecond\":%.2f}",
        model, home, millis.size(), Project.javaVersion(), median, p95, perSecond);
  }

  private static void signUp(ApiClient operator, String slug, String model) {
    Map<String, String> admin =
        Map.of("email", "a@" + slug + ".example", "name", "A", "password", "correct horse battery");
    operator
        .with("Prefer", "wait=30")
        .post(
            "/control/v1/tenants",
            Map.of("organization", slug, "slug", slug, "isolation", model, "admin", admin))
        .expect(201);
  }

  private static void awaitStock(Jdbi superuser, String model) throws InterruptedException {
    String missing =
        "select count(*) from control.home where spare and isolation = ? and state = 'READY'";
    int stock = model.equals("SCHEMA") ? 40 : 10;
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (superuser.withHandle(h -> h.select(missing, model).mapTo(Integer.class).one()) < stock) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The stock is not filled");
      }
      Thread.sleep(200);
    }
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}

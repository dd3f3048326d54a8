package org.rowhouse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;

/** How often one request waits for PostgreSQL. */
record RoundTrips(int list, int get, int post, int patch) {

  private static final int TIMES = 21;

  /** Measures on a node of its own, whose way to PostgreSQL leads through a counter. */
  static RoundTrips measure(RunningProduct product, Customer customer) throws Exception {
    String url = product.settings().get("ROWHOUSE_DB_URL");
    try (CountingProxy proxy = new CountingProxy(product.services().database().port())) {
      Node node =
          product.startNode(
              List.of(),
              Map.of("ROWHOUSE_DB_URL", url.replaceFirst(":\\d+/", ":" + proxy.port() + "/")));
      try (node) {
        return of(proxy, customer, customer.api(node));
      }
    }
  }

  private static RoundTrips of(CountingProxy proxy, Customer customer, ApiClient api) {
    String issues = "/api/v1/projects/" + customer.projectId() + "/issues";
    String issue = "/api/v1/issues/" + customer.issueId();
    String[] etag = new String[1];
    Supplier<Answer> get = () -> api.get(issue).expect(200);
    return new RoundTrips(
        median(proxy, () -> {}, () -> api.get(issues + "?limit=20").expect(200)),
        median(proxy, () -> {}, get::get),
        median(
            proxy,
            () -> {},
            () -> api.post(issues, Customer.issue(customer.slug(), 1)).expect(201)),
        median(
            proxy,
            () -> etag[0] = get.get().header("ETag").orElseThrow(),
            () ->
                api.with("If-Match", etag[0])
                    .patch(issue, Map.of("status", System.nanoTime() % 2 == 0 ? "DONE" : "OPEN"))
                    .expect(200)));
  }

  /** The node's own polling adds a few, now and then: the median has none. */
  private static int median(CountingProxy proxy, Runnable before, Runnable request) {
    int[] counts = new int[TIMES];
    for (int i = 0; i < TIMES; i++) {
      before.run();
      int start = proxy.roundTrips();
      request.run();
      counts[i] = proxy.roundTrips() - start;
    }
    Arrays.sort(counts);
    return counts[TIMES / 2];
  }
}

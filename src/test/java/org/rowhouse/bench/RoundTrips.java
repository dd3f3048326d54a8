package org.rowhouse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;

/** How often one request waits for PostgreSQL. */
record RoundTrips(int list, int get, int post, int comment, int patch, int delete) {

  private static final int TIMES = 21;

  @Override
  public String toString() {
    return "list %d, get %d (target 1); post %d, comment %d, patch %d, delete %d (target 3)"
        .formatted(list, get, post, comment, patch, delete);
  }

  String json() {
    return "{\"list\":%d,\"get\":%d,\"post\":%d,\"comment\":%d,\"patch\":%d,\"delete\":%d}"
        .formatted(list, get, post, comment, patch, delete);
  }

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
    Answer[] last = new Answer[1];
    Runnable get = () -> last[0] = api.get(issue).expect(200);
    Runnable post =
        () -> last[0] = api.post(issues, Customer.issue(customer.slug(), 1)).expect(201);
    return new RoundTrips(
        median(proxy, () -> {}, () -> api.get(issues + "?limit=20").expect(200)),
        median(proxy, () -> {}, get),
        median(proxy, () -> {}, post),
        median(
            proxy,
            () -> {},
            () -> api.post(issue + "/comments", Map.of("body", "Seen again.")).expect(201)),
        median(
            proxy,
            get,
            () ->
                matching(api, last[0])
                    .patch(issue, Map.of("status", System.nanoTime() % 2 == 0 ? "DONE" : "OPEN"))
                    .expect(200)),
        median(
            proxy,
            post,
            () ->
                matching(api, last[0])
                    .delete("/api/v1/issues/" + last[0].json().required("id").textValue())
                    .expect(204)));
  }

  private static ApiClient matching(ApiClient api, Answer read) {
    return api.with("If-Match", read.header("ETag").orElseThrow());
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

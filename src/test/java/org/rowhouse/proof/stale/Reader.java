package org.rowhouse.proof.stale;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.rowhouse.dev.ApiClient;

/** A client that reads a lot and writes a little, here and there. */
public final class Reader {

  private static final List<String> QUERIES =
      List.of("", "?sort=number", "?limit=200&sort=createdAt", "?status=OPEN");

  private final List<ApiClient> nodes;
  private final List<Row> rows;
  private final int writing;
  private final List<String> stale = new ArrayList<>();
  private long reads;
  private long writes;

  /**
   * @param writing by so many of the nodes, the first ones, it writes
   */
  public Reader(List<ApiClient> nodes, List<Row> rows, int writing) {
    this.nodes = nodes;
    this.rows = rows;
    this.writing = writing;
  }

  public long reads() {
    return reads;
  }

  public long writes() {
    return writes;
  }

  /** What it read that was older than it may be. */
  public List<String> stale() {
    return stale;
  }

  /** One request. */
  public void step() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int node = random.nextInt(nodes.size());
    Row row = rows.get(random.nextInt(rows.size()));
    int dice = random.nextInt(20);
    if (dice < 3 && node < writing && row.write(nodes.get(node), node)) {
      writes++;
    } else if (dice % 2 == 0) {
      readIssue(row, node);
    } else {
      readList(row.list() + QUERIES.get(random.nextInt(QUERIES.size())), node);
    }
  }

  private void readIssue(Row row, int node) {
    int least = row.least(node);
    JsonNode issue = nodes.get(node).get(row.issue()).expect(200).json();
    check(row.issue(), node, least, issue);
  }

  private void readList(String path, int node) {
    Map<String, Integer> least = new HashMap<>();
    rows.forEach(row -> least.put(row.id(), row.least(node)));
    JsonNode items = nodes.get(node).get(path).expect(200).json().get("items");
    if (items.size() != rows.size()) {
      stale.add("%s on node %d: %d rows".formatted(path, node, items.size()));
    }
    for (JsonNode issue : items) {
      check(path, node, least.get(issue.get("id").asText()), issue);
    }
  }

  private void check(String path, int node, int least, JsonNode issue) {
    reads++;
    int value = Integer.parseInt(issue.get("title").asText());
    if (value < least) {
      stale.add("%s on node %d: %d, not %d or more".formatted(path, node, value, least));
    }
  }
}

package org.rowhouse.proof.stale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.tenantplane.TestTenant;

/** An issue whose title is a number that rises with each write. */
public final class Row {

  /** What another node may be behind. */
  private static final long GRACE = Duration.ofSeconds(1).toNanos();

  /** An acknowledged write. */
  private record Write(int value, int node, long acknowledged) {}

  private final String issue;
  private final String list;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Write> writes = new ArrayList<>();
  private int last;

  private Row(String issue, String list) {
    this.issue = issue;
    this.list = list;
  }

  /** Rows that share a list of their own. */
  public static List<Row> make(TestTenant tenant, int count) {
    String project = tenant.project();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new Row(tenant.issue(project, "0"), project + "/issues"));
    }
    return rows;
  }

  String issue() {
    return issue;
  }

  String list() {
    return list;
  }

  String id() {
    return issue.substring(issue.lastIndexOf('/') + 1);
  }

  /**
   * Writes the next value by a node.
   *
   * @return false when somebody else is just writing
   */
  boolean write(ApiClient client, int node) {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      int next = last + 1;
      client
          .with("If-Match", "*")
          .patch(issue, Map.of("title", Integer.toString(next)))
          .expect(200);
      long now = System.nanoTime();
      last = next;
      synchronized (writes) {
        writes.add(new Write(next, node, now));
      }
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** The least value that a read by {@code node} may return that begins now. */
  int least(int node) {
    long now = System.nanoTime();
    int least = 0;
    synchronized (writes) {
      for (int i = writes.size() - 1; i >= 0 && least == 0; i--) {
        Write write = writes.get(i);
        if (write.node == node || now - write.acknowledged > GRACE) {
          least = write.value;
        }
      }
    }
    return least;
  }
}

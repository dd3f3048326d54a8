package org.rowhouse.proof.hunt;

import java.util.Map;
import org.rowhouse.proof.client.Call;

/**
 * Requests that end in the middle: by an exception in the product's code, by a failure of
 * PostgreSQL in each step of a transaction, or by a client who goes away. What they wanted is not
 * there afterwards. The exceptions are planted, see {@link BreakingPoints}.
 */
final class Breaks {

  private Breaks() {}

  static Move.Mix mix() {
    return new Move.Mix()
        .with(4, visit -> inCode(visit, "flushed", true))
        .with(4, visit -> inCode(visit, "statement", false))
        .with(4, visit -> inCode(visit, "view", false))
        .with(4, visit -> inPostgresql(visit, "now", 500))
        .with(3, visit -> inPostgresql(visit, "late", 409))
        .with(1, visit -> inPostgresql(visit, "slow", 503))
        .with(1, visit -> inPostgresql(visit, "cut", 503));
  }

  static Move.Mix hangUps() {
    return new Move.Mix()
        .with(2, visit -> visit.witness().hangUp(visit.as().get("/projects?limit=50"), 1))
        .with(1, visit -> issue(visit, "half ", (call, path) -> hangUp(visit, call)))
        .with(1, Breaks::goneBeforeTheAnswer);
  }

  private interface Sending {
    void of(Call call, String path);
  }

  private static void issue(Visit visit, String title, Sending sending) {
    visit
        .any(Kind.PROJECT)
        .ifPresent(
            project -> {
              String path = "/projects/" + project.id() + "/issues";
              sending.of(visit.as().post(path, Writes.issue(visit, title)), path);
            });
  }

  private static void hangUp(Visit visit, Call call) {
    visit.witness().hangUp(call, 0.8 + 0.19 * visit.random().nextDouble());
  }

  /** The client does not know whether it was done and asks again. */
  private static void goneBeforeTheAnswer(Visit visit) {
    issue(
        visit,
        "unheard ",
        (call, path) -> {
          Call once = call.header("Idempotency-Key", visit.tenant().retryKey());
          visit.witness().hangUp(once, 1);
          var answer = visit.insist(once, 201);
          if (answer.status() == 201) {
            visit.acknowledge(Kind.ISSUE, answer);
          }
        });
  }

  private static void inCode(Visit visit, String where, boolean write) {
    var row = visit.any(Kind.ISSUE);
    if (row.isEmpty()) {
      return;
    }
    String path = Kind.ISSUE.path(row.get().id());
    String neverCached = path + "/comments";
    int dice = write ? visit.random().nextInt(3) : 3;
    Call call =
        switch (dice) {
          case 0 -> visit.as().patch(path, row.get().etag(), Map.of("title", "never"));
          case 1 -> visit.as().delete(path, row.get().etag());
          case 2 ->
              visit.as().post("/issues/" + row.get().id() + "/comments", Map.of("body", "never"));
          default -> visit.as().get(where.equals("statement") ? neverCached : path);
        };
    broken(visit, call.header(BreakingPoints.HEADER, where), 500);
  }

  private static void inPostgresql(Visit visit, String how, int expected) {
    issue(
        visit,
        BreakingPoints.TITLE + how + " ",
        (call, path) ->
            broken(visit, call.header("Idempotency-Key", visit.tenant().retryKey()), expected));
  }

  private static void broken(Visit visit, Call call, int expected) {
    visit.witness().sendBroken(visit.tenant(), call, expected);
  }
}

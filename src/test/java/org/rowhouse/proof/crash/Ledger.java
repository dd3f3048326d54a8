package org.rowhouse.proof.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** What the clients of one tenant wrote into one project, and what they know of it. */
public final class Ledger {

  private final Account account;
  private final String project;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final Map<String, String> descriptions = new ConcurrentHashMap<>();
  private final Map<String, Call> unansweredIssues = new ConcurrentHashMap<>();
  private final Map<String, String> unansweredChanges = new ConcurrentHashMap<>();

  private Ledger(Account account, String project) {
    this.account = account;
    this.project = project;
  }

  /** Begins a project to write into. */
  public static Ledger open(Wire wire, Account account) throws IOException {
    Answer made = account.created(wire, "/projects", Map.of("key", "CRASH", "name", "Crash"));
    return new Ledger(account, made.get("id"));
  }

  /** A new issue, noted as unanswered before anybody sends it. */
  Call issue(String title) {
    Call call =
        account
            .post(issues(), Map.of("title", title, "description", "first"))
            .header("Idempotency-Key", title);
    unansweredIssues.put(title, call);
    return call;
  }

  String freshTitle() {
    return account.slug() + "-" + count.incrementAndGet();
  }

  void acknowledge(String title, Answer created) {
    ids.put(title, created.get("id"));
    descriptions.put(title, "first");
    unansweredIssues.remove(title);
  }

  /** A change of the issue that {@code created} told of. */
  Call change(String title, Answer created) {
    unansweredChanges.put(title, "second");
    return account.patch(
        "/issues/" + created.get("id"), created.etag(), Map.of("description", "second"));
  }

  void acknowledgeChange(String title) {
    descriptions.put(title, "second");
    unansweredChanges.remove(title);
  }

  Call list() {
    return account.get(issues() + "?limit=20");
  }

  public int acknowledged() {
    return ids.size();
  }

  public int unanswered() {
    return unansweredIssues.size() + unansweredChanges.size();
  }

  /** Sends again, twice, what had no answer: both times it must be the same issue. */
  public void retry(Wire wire) throws IOException {
    for (var each : Map.copyOf(unansweredIssues).entrySet()) {
      Answer first = wire.send(each.getValue());
      Account.expect(201, first);
      Answer again = wire.send(each.getValue());
      Account.expect(201, again);
      if (!first.get("id").equals(again.get("id"))) {
        throw new AssertionError("one key made two issues: " + first + again);
      }
      acknowledge(each.getKey(), first);
    }
  }

  /** What is not as the clients know it; empty when all is. */
  public List<String> differences(Wire wire) throws IOException {
    List<String> differences = new ArrayList<>();
    Map<String, String> missing = new HashMap<>(ids);
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode issue : account.all(wire, issues() + "?limit=200&sort=number")) {
      numbers.add(issue.path("number").asInt());
      String title = issue.path("title").asText();
      if (!issue.path("id").asText().equals(missing.remove(title))) {
        differences.add("unknown or double: " + issue);
      }
      String description = issue.path("description").asText();
      if (!description.equals(descriptions.get(title))
          && !description.equals(unansweredChanges.get(title))) {
        differences.add("a lost change: " + issue);
      }
    }
    missing.keySet().forEach(title -> differences.add("lost: " + title));
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        differences.add("a gap in the numbers at " + (i + 1) + ": " + numbers);
        break;
      }
    }
    return differences;
  }

  private String issues() {
    return "/projects/" + project + "/issues";
  }
}

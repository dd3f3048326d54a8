package org.rowhouse.proof.hunt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.hunt.Model.Row;

/** Writes; what is acknowledged goes into the model. No tenant grows beyond a few dozen rows. */
final class Writes {

  private static final int MOST_MEMBERS = 4;
  private static final int MOST_PROJECTS = 6;
  private static final int MOST_ISSUES = 40;
  private static final int MOST_COMMENTS = 40;

  private Writes() {}

  static Move.Mix mix() {
    return quick().with(1, Writes::member).with(6, visit -> change(visit, Kind.MEMBER, "name"));
  }

  /** Those that cost about as much as each other: none hashes a password. */
  static Move.Mix quick() {
    return new Move.Mix()
        .with(12, Writes::project)
        .with(10, visit -> change(visit, Kind.PROJECT, "name"))
        .with(60, Writes::issue)
        .with(36, Writes::changeIssue)
        .with(8, visit -> remove(visit, Kind.ISSUE))
        .with(40, Writes::comment)
        .with(10, visit -> change(visit, Kind.COMMENT, "body"))
        .with(6, visit -> remove(visit, Kind.COMMENT));
  }

  static void project(Visit visit) {
    if (isFull(visit, Kind.PROJECT, MOST_PROJECTS)) {
      return;
    }
    Map<String, Object> body =
        Map.of(
            "key", visit.tenant().projectKey(),
            "name", visit.tenant().canary(),
            "description", "about " + visit.tenant().canary());
    Certainty.create(visit, Kind.PROJECT, "/projects", body);
  }

  static void issue(Visit visit) {
    var project = visit.any(Kind.PROJECT);
    if (project.isEmpty()) {
      project(visit);
    } else if (!isFull(visit, Kind.ISSUE, MOST_ISSUES)) {
      String path = "/projects/" + project.get().id() + "/issues";
      Certainty.create(visit, Kind.ISSUE, path, issue(visit, "broken "));
    }
  }

  /** The body of an issue whose title begins with {@code title}. */
  static Map<String, Object> issue(Visit visit, String title) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", title + visit.tenant().canary());
    body.put("description", visit.tenant().canary() + " should \u00e4ndern \ud83d\ude00");
    body.put("labels", List.of("l:" + visit.random().nextInt(5), visit.tenant().canary()));
    if (visit.chance(40)) {
      visit.any(Kind.MEMBER).ifPresent(member -> body.put("assignee", member.id()));
    }
    return body;
  }

  /** The label with a colon that each issue has. */
  static String labelOf(Row issue) {
    return StreamSupport.stream(issue.view().path("labels").spliterator(), false)
        .map(JsonNode::asText)
        .filter(label -> label.contains(":"))
        .findAny()
        .orElseThrow();
  }

  private static void comment(Visit visit) {
    var issue = visit.any(Kind.ISSUE);
    if (issue.isEmpty()) {
      issue(visit);
    } else if (!isFull(visit, Kind.COMMENT, MOST_COMMENTS)) {
      String path = "/issues/" + issue.get().id() + "/comments";
      Certainty.create(visit, Kind.COMMENT, path, Map.of("body", visit.tenant().canary()));
    }
  }

  private static void member(Visit visit) {
    if (visit.witness().inTrouble() && visit.chance(95)) {
      return; // hashing a password costs more than a hundred other requests
    }
    if (visit.model().all(Kind.MEMBER).size() < MOST_MEMBERS) {
      Map<String, Object> body =
          Map.of(
              "email",
              visit.tenant().canary() + "@example.org",
              "name",
              visit.tenant().canary(),
              "roles",
              List.of("member"),
              "password",
              Account.PASSWORD);
      Certainty.create(visit, Kind.MEMBER, "/members", body);
    } else {
      var row = visit.any(Kind.MEMBER);
      if (row.isPresent() && !row.get().get("email").equals(visit.as().email())) {
        Certainty.remove(visit, Kind.MEMBER, row.get());
      }
    }
  }

  /** A tenant that has enough loses one instead. */
  private static boolean isFull(Visit visit, Kind kind, int most) {
    boolean full = visit.model().all(kind).size() >= most;
    if (full) {
      remove(visit, kind);
    }
    return full;
  }

  private static void changeIssue(Visit visit) {
    if (visit.chance(50)) {
      change(visit, Kind.ISSUE, "title");
    } else {
      String status = visit.chance(50) ? "DONE" : "IN_PROGRESS";
      visit
          .any(Kind.ISSUE)
          .ifPresent(row -> Certainty.change(visit, Kind.ISSUE, row, "status", status));
    }
  }

  private static void change(Visit visit, Kind kind, String field) {
    String value = visit.tenant().canary();
    visit.any(kind).ifPresent((Row row) -> Certainty.change(visit, kind, row, field, value));
  }

  private static void remove(Visit visit, Kind kind) {
    visit.any(kind).ifPresent(row -> Certainty.remove(visit, kind, row));
  }
}

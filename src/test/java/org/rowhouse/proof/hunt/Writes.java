package org.rowhouse.proof.hunt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** Writes; what is acknowledged goes into the model. */
final class Writes {

  private static final int MOST_MEMBERS = 4;

  private Writes() {}

  static Move.Mix mix() {
    return new Move.Mix()
        .with(8, Writes::project)
        .with(5, visit -> change(visit, Kind.PROJECT, "name"))
        .with(1, visit -> remove(visit, Kind.PROJECT))
        .with(30, Writes::issue)
        .with(18, Writes::changeIssue)
        .with(4, visit -> remove(visit, Kind.ISSUE))
        .with(20, Writes::comment)
        .with(5, visit -> change(visit, Kind.COMMENT, "body"))
        .with(3, visit -> remove(visit, Kind.COMMENT))
        .with(2, Writes::member)
        .with(3, visit -> change(visit, Kind.MEMBER, "name"));
  }

  static void project(Visit visit) {
    Map<String, Object> body =
        Map.of(
            "key", visit.tenant().projectKey(),
            "name", visit.tenant().canary(),
            "description", "about " + visit.tenant().canary());
    create(visit, Kind.PROJECT, "/projects", body);
  }

  static void issue(Visit visit) {
    var project = visit.any(Kind.PROJECT);
    if (project.isEmpty()) {
      project(visit);
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", "broken " + visit.tenant().canary());
    body.put("description", visit.tenant().canary() + " should \u00e4ndern \ud83d\ude00");
    body.put("labels", List.of("l" + visit.random().nextInt(5), visit.tenant().canary()));
    if (visit.chance(40)) {
      visit.any(Kind.MEMBER).ifPresent(member -> body.put("assignee", member.id()));
    }
    create(visit, Kind.ISSUE, "/projects/" + project.get().id() + "/issues", body);
  }

  private static void comment(Visit visit) {
    var issue = visit.any(Kind.ISSUE);
    if (issue.isEmpty()) {
      issue(visit);
      return;
    }
    create(
        visit,
        Kind.COMMENT,
        "/issues/" + issue.get().id() + "/comments",
        Map.of("body", visit.tenant().canary()));
  }

  private static void member(Visit visit) {
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
      create(visit, Kind.MEMBER, "/members", body);
    } else {
      var row = visit.any(Kind.MEMBER);
      if (row.isPresent() && !row.get().get("email").equals(visit.as().email())) {
        remove(visit, Kind.MEMBER, row.get());
      }
    }
  }

  private static void create(Visit visit, Kind kind, String path, Object body) {
    Call call = visit.as().post(path, body);
    if (visit.chance(25)) {
      createTwice(visit, kind, call.header("Idempotency-Key", UUID.randomUUID().toString()));
      return;
    }
    Answer answer = visit.send(call, 201);
    if (answer.status() == 201) {
      visit.acknowledge(kind, answer);
    }
  }

  /** A retry gets the first answer again. */
  private static void createTwice(Visit visit, Kind kind, Call call) {
    Answer first = visit.send(call, 201);
    Answer again = visit.send(call, 201);
    if (first.status() != 201) {
      if (again.status() == 201) {
        visit.acknowledge(kind, again);
      }
      return;
    }
    visit.acknowledge(kind, first);
    if (!first.json().equals(again.json())) {
      visit.witness().differs(visit.tenant(), "first " + first + "\nagain " + again);
    }
  }

  private static void changeIssue(Visit visit) {
    if (visit.chance(50)) {
      change(visit, Kind.ISSUE, "title");
    } else {
      String status = visit.chance(50) ? "DONE" : "IN_PROGRESS";
      visit.any(Kind.ISSUE).ifPresent(row -> change(visit, Kind.ISSUE, row, "status", status));
    }
  }

  private static void change(Visit visit, Kind kind, String field) {
    visit.any(kind).ifPresent(row -> change(visit, kind, row, field, visit.tenant().canary()));
  }

  private static void change(Visit visit, Kind kind, Row row, String field, String value) {
    Answer answer =
        visit.send(visit.as().patch(kind.path(row.id()), row.etag(), Map.of(field, value)), 200);
    if (answer.status() == 200) {
      visit.acknowledge(kind, answer);
      if (!answer.get(field).equals(value)) {
        visit.witness().differs(visit.tenant(), field + " is not " + value + ": " + answer);
      }
    }
  }

  private static void remove(Visit visit, Kind kind) {
    visit.any(kind).ifPresent(row -> remove(visit, kind, row));
  }

  private static void remove(Visit visit, Kind kind, Row row) {
    Answer answer = visit.send(visit.as().delete(kind.path(row.id()), row.etag()), 204);
    if (answer.status() == 204) {
      visit.model().remove(kind, row.id());
    }
  }
}

package org.rowhouse.proof.hunt;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** Reads in a tenant where nobody writes meanwhile: each answer must be exactly the model. */
final class Reads {

  private Reads() {}

  static Move.Mix mix() {
    return new Move.Mix()
        .with(4, Reads::me)
        .with(8, Reads::projects)
        .with(10, visit -> one(visit, Kind.PROJECT))
        .with(20, visit -> one(visit, Kind.ISSUE))
        .with(3, visit -> one(visit, Kind.MEMBER))
        .with(14, Reads::issues)
        .with(10, Reads::filtered)
        .with(2, Reads::alike)
        .with(8, Reads::comments)
        .with(3, Reads::members);
  }

  private static void me(Visit visit) {
    Answer me = visit.send(visit.as().get("/me"), 200);
    if (me.status() == 200 && !me.text().contains(visit.as().tenantId())) {
      visit.witness().differs(visit.tenant(), "/me is " + me.text());
    }
  }

  private static void one(Visit visit, Kind kind) {
    visit.any(kind).ifPresent(row -> one(visit, kind, row));
  }

  private static void one(Visit visit, Kind kind, Row row) {
    Call call = visit.as().get(kind.path(row.id()));
    if (visit.chance(20)) {
      visit.send(call.header("If-None-Match", row.etag()), 304);
      return;
    }
    Answer answer = visit.send(call, 200);
    if (answer.status() == 200) {
      visit.compare(kind, answer.json());
      if (!answer.get("id").equals(row.id())) {
        visit.witness().differs(visit.tenant(), call.target() + " answers " + answer.text());
      }
    }
  }

  private static void projects(Visit visit) {
    list(visit, Kind.PROJECT, "/projects", "", "");
  }

  private static void members(Visit visit) {
    list(visit, Kind.MEMBER, "/members", "", "");
  }

  private static void issues(Visit visit) {
    visit
        .any(Kind.PROJECT)
        .ifPresent(
            project ->
                list(
                    visit,
                    Kind.ISSUE,
                    "/projects/" + project.id() + "/issues",
                    "projectId",
                    project.id()));
  }

  private static void comments(Visit visit) {
    visit
        .any(Kind.ISSUE)
        .ifPresent(
            issue ->
                list(
                    visit,
                    Kind.COMMENT,
                    "/issues/" + issue.id() + "/comments",
                    "issueId",
                    issue.id()));
  }

  /** The first pages of a list, which must be as many as the model has. */
  private static void list(Visit visit, Kind kind, String path, String field, String id) {
    Set<String> expected =
        visit.model().all(kind).values().stream()
            .filter(row -> field.isEmpty() || row.get(field).equals(id))
            .map(Row::id)
            .collect(Collectors.toSet());
    int limit = 1 + visit.random().nextInt(50);
    Answer page = visit.send(visit.as().get(path + "?limit=" + limit), 200);
    int read = take(visit, kind, page, expected);
    if (page.status() == 200 && page.next().isPresent()) {
      page = visit.send(visit.as().sign(Call.get(page.next().get())), 200);
      read += take(visit, kind, page, expected);
      limit *= 2;
    }
    if (page.status() == 200 && read != Math.min(limit, expected.size())) {
      visit
          .witness()
          .differs(visit.tenant(), path + " has " + read + " of " + expected.size() + " rows");
    }
  }

  private static int take(Visit visit, Kind kind, Answer page, Set<String> expected) {
    if (page.status() != 200) {
      return 0;
    }
    page.json().path("items").forEach(item -> visit.compare(kind, item));
    return (int)
        StreamSupport.stream(page.json().path("items").spliterator(), false)
            .filter(item -> expected.contains(item.path("id").asText()))
            .count();
  }

  private static void filtered(Visit visit) {
    var issue = visit.any(Kind.ISSUE);
    if (issue.isEmpty()) {
      return;
    }
    Row row = issue.get();
    String filter =
        switch (visit.random().nextInt(4)) {
          case 0 -> "status=" + row.get("status") + "&sort=-createdAt";
          case 1 -> "q=" + row.get("title").replace(' ', '+');
          case 2 -> "label=" + row.view().path("labels").path(0).asText("none") + "&sort=number";
          default -> row.view().path("assignee").isNull() ? "" : "assignee=" + row.get("assignee");
        };
    Answer page =
        visit.send(
            visit.as().get("/projects/" + row.get("projectId") + "/issues?limit=200&" + filter),
            200);
    if (page.status() == 200) {
      page.json().path("items").forEach(item -> visit.compare(Kind.ISSUE, item));
      if (!page.text().contains(row.id()) && page.next().isEmpty()) {
        visit.witness().differs(visit.tenant(), filter + " misses " + row.view());
      }
    }
  }

  /** Two lists whose filters differ only in where the one ends and the other begins. */
  private static void alike(Visit visit) {
    visit
        .any(Kind.ISSUE)
        .ifPresent(
            row -> {
              String[] label = Writes.labelOf(row).split(":", 2);
              String title = row.get("title");
              finds(visit, row, label[0], label[1] + ":" + title, false);
              finds(visit, row, label[0] + ":" + label[1], title, true);
            });
  }

  private static void finds(Visit visit, Row row, String label, String words, boolean expected) {
    String path =
        "/projects/%s/issues?label=%s&q=%s"
            .formatted(row.get("projectId"), label, words.replace(' ', '+'));
    Answer page = visit.send(visit.as().get(path), 200);
    if (page.status() == 200 && page.text().contains(row.id()) != expected) {
      visit.witness().differs(visit.tenant(), path + " answers " + page.text());
    }
  }
}

package org.rowhouse.proof.hunt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** Reads everything that a tenant has, all pages, and holds it against the model. */
final class Audit {

  private final Visit visit;

  Audit(Visit visit) {
    this.visit = visit;
  }

  void run() {
    compare(Kind.MEMBER, List.of("/members"));
    compare(Kind.PROJECT, List.of("/projects"));
    compare(Kind.ISSUE, paths(Kind.PROJECT, "/issues"));
    compare(Kind.COMMENT, paths(Kind.ISSUE, "/comments"));
  }

  private List<String> paths(Kind parent, String list) {
    return visit.model().all(parent).keySet().stream().map(id -> parent.path(id) + list).toList();
  }

  private void compare(Kind kind, List<String> lists) {
    Set<String> missing = new HashSet<>(visit.model().all(kind).keySet());
    for (String list : lists) {
      Answer page = visit.send(visit.as().get(list + "?limit=200"), 200);
      take(kind, page, missing);
      while (page.status() == 200 && page.next().isPresent()) {
        page = visit.send(visit.as().sign(Call.get(page.next().get())), 200);
        take(kind, page, missing);
      }
    }
    for (String id : missing) {
      Row row = visit.model().all(kind).get(id);
      visit.witness().differs(visit.tenant(), "acknowledged and lost: " + row.view());
    }
  }

  private void take(Kind kind, Answer page, Set<String> missing) {
    if (page.status() != 200) {
      return;
    }
    for (JsonNode item : page.json().path("items")) {
      visit.compare(kind, item);
      missing.remove(item.path("id").asText());
    }
  }
}

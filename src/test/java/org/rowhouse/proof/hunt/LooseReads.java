package org.rowhouse.proof.hunt;

import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** Reads that race with writes of the same tenant: a row may be gone, but never a stranger's. */
final class LooseReads {

  private LooseReads() {}

  static Move.Mix mix() {
    return new Move.Mix()
        .with(3, visit -> visit.send(visit.as().get("/projects?limit=100"), 200))
        .with(2, visit -> visit.send(visit.as().get("/members"), 200))
        .with(1, visit -> visit.send(visit.as().get("/me"), 200))
        .with(4, visit -> of(visit, Kind.PROJECT, "/issues?q=canary&limit=100"))
        .with(3, visit -> of(visit, Kind.ISSUE, ""))
        .with(3, visit -> of(visit, Kind.ISSUE, "/comments"))
        .with(2, LooseReads::strangers);
  }

  private static void of(Visit visit, Kind kind, String more) {
    visit
        .any(kind)
        .map(Row::id)
        .ifPresent(id -> visit.send(visit.as().get(kind.path(id) + more), 200, 404));
  }

  /** What belongs to another tenant is not there. */
  private static void strangers(Visit visit) {
    Kind kind = visit.chance(50) ? Kind.ISSUE : Kind.PROJECT;
    visit
        .stranger()
        .model
        .any(kind, visit.random())
        .ifPresent(row -> visit.send(probe(visit, kind, row.id()), 404));
  }

  private static Call probe(Visit visit, Kind kind, String id) {
    return visit.chance(70)
        ? visit.as().get(kind.path(id))
        : visit.as().delete(kind.path(id), "\"1\"");
  }
}

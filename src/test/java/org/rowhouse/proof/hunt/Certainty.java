package org.rowhouse.proof.hunt;

import java.util.Map;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/**
 * Sends a write until it is known how it ended, and takes that into the model. An answer of 503
 * leaves it open whether the write was committed; the client then retries or looks, as real ones
 * do.
 */
final class Certainty {

  private Certainty() {}

  static void create(Visit visit, Kind kind, String path, Object body) {
    Call call = visit.as().post(path, body);
    if (visit.witness().inTrouble() || visit.chance(25)) {
      call = call.header("Idempotency-Key", visit.tenant().retryKey());
      createTwice(visit, kind, call);
      return;
    }
    Answer answer = visit.send(call, 201);
    if (answer.status() == 201) {
      visit.acknowledge(kind, answer);
    }
  }

  /** A retry gets the first answer again. */
  private static void createTwice(Visit visit, Kind kind, Call call) {
    Answer first = visit.insist(call, 201);
    if (first.status() == 201) {
      visit.acknowledge(kind, first);
    }
    if (first.status() != 201 || visit.chance(25)) {
      Answer again = visit.insist(call, 201);
      if (first.status() != 201 && again.status() == 201) {
        visit.acknowledge(kind, again);
      } else if (again.status() == 201 && !first.json().equals(again.json())) {
        visit.witness().differs(visit.tenant(), "first " + first + "\nagain " + again);
      }
    }
  }

  static void change(Visit visit, Kind kind, Row row, String field, String value) {
    Call patch = visit.as().patch(kind.path(row.id()), row.etag(), Map.of(field, value));
    Answer answer = visit.send(patch, 200);
    while (visit.isRefused(answer)) {
      visit.pause();
      Answer now = visit.insist(visit.as().get(kind.path(row.id())), 200);
      answer = now.status() == 200 && now.etag().equals(row.etag()) ? visit.send(patch, 200) : now;
    }
    if (answer.status() == 200) {
      visit.acknowledge(kind, answer);
      if (!answer.get(field).equals(value)) {
        visit.witness().differs(visit.tenant(), field + " is not " + value + ": " + answer);
      }
    }
  }

  static void remove(Visit visit, Kind kind, Row row) {
    Call delete = visit.as().delete(kind.path(row.id()), row.etag());
    Answer answer = visit.send(delete, 204);
    while (visit.isRefused(answer)) {
      visit.pause();
      Answer now = visit.insist(visit.as().get(kind.path(row.id())), 200, 404);
      answer = now.status() == 200 ? visit.send(delete, 204) : now;
    }
    if (answer.status() == 204 || answer.status() == 404 && visit.witness().inTrouble()) {
      visit.model().remove(kind, row.id());
    }
  }
}

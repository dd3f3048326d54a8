package org.rowhouse.proof.hunt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** One client in one tenant, about to make a move. */
record Visit(Hunted tenant, List<Hunted> all, Witness witness, Random random) {

  private static final int MOST_RETRIES = 2_000;
  private static final long PAUSE_NANOS = 30_000_000;

  Account as() {
    return tenant.account;
  }

  Model model() {
    return tenant.model;
  }

  Answer send(Call call, int... expected) {
    return witness.send(tenant, call, expected);
  }

  /** As {@link #send}, again and again while the answer is 503 and that is no wonder. */
  Answer insist(Call call, int... expected) {
    Answer answer = send(call, expected);
    for (int i = 0; i < MOST_RETRIES && isRefused(answer); i++) {
      pause();
      answer = send(call, expected);
    }
    return answer;
  }

  /** Whether nobody knows yet how this ended. */
  boolean isRefused(Answer answer) {
    return answer.status() == 503 && witness.inTrouble();
  }

  void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  Optional<Row> any(Kind kind) {
    return model().any(kind, random);
  }

  /** A tenant that is not this one. */
  Hunted stranger() {
    Hunted other = all.get(random.nextInt(all.size()));
    return other == tenant ? all.get((all.indexOf(other) + 1) % all.size()) : other;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Takes an acknowledged row into the model. */
  void acknowledge(Kind kind, Answer answer) {
    witness.own(tenant, answer.get("id"));
    model().put(kind, answer.json(), answer.etag());
  }

  /** Holds a row that was read against what was acknowledged. */
  void compare(Kind kind, JsonNode read) {
    Row row = model().all(kind).get(read.path("id").asText());
    if (row == null || !row.view().equals(read)) {
      witness.differs(
          tenant, "acknowledged " + (row == null ? "nothing" : row.view()) + "\nread " + read);
    }
  }
}

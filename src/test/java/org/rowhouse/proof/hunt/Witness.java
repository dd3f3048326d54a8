package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.util.Arrays;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.hunt.Findings.Harm;

/** Sends the requests of one client and looks at every answer. */
final class Witness implements AutoCloseable {

  private static final Answer NONE = new Answer(0, "", new byte[0]);

  private final Wire wire;
  private final Canaries canaries;
  private final Findings findings;

  Witness(Wire wire, Canaries canaries, Findings findings) {
    this.wire = wire;
    this.canaries = canaries;
    this.findings = findings;
  }

  /** The answer to {@code call}, which may show nothing of another tenant than {@code tenant}. */
  Answer send(Hunted tenant, Call call, int... expected) {
    findings.countRequest();
    Answer answer;
    try {
      answer = wire.send(call);
    } catch (IOException e) {
      findings.add(Harm.BROKEN_CONNECTION, call + "\n" + e);
      return NONE;
    }
    canaries
        .foreign(answer, tenant.slug())
        .ifPresent(what -> add(Harm.FOREIGN_DATA, tenant, what, call, answer));
    if (answer.status() >= 500) {
      add(Harm.SERVER_ERROR, tenant, "", call, answer);
    } else if (Arrays.stream(expected).noneMatch(status -> status == answer.status())) {
      add(Harm.UNEXPECTED_STATUS, tenant, "not " + Arrays.toString(expected), call, answer);
    }
    return answer;
  }

  void own(Hunted tenant, String id) {
    canaries.own(id, tenant.slug());
  }

  void differs(Hunted tenant, String what) {
    findings.add(Harm.LOST_OR_CHANGED, tenant.slug() + ": " + what);
  }

  private void add(Harm harm, Hunted tenant, String what, Call call, Answer answer) {
    findings.add(harm, "%s %s\n%s\n%s".formatted(tenant.slug(), what, call, answer));
  }

  @Override
  public void close() {
    wire.close();
  }
}

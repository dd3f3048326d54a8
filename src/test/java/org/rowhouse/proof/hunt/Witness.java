package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.util.Arrays;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.hunt.Findings.Harm;

/** Sends the requests of one client and looks at every answer. */
class Witness implements AutoCloseable {

  private static final Answer NONE = new Answer(0, "", new byte[0]);

  private final Wire wire;
  private final Canaries canaries;
  private final Findings findings;
  private final boolean inTrouble;

  /**
   * @param inTrouble whether 503 with Retry-After is an answer to expect, because dependencies fail
   */
  Witness(Wire wire, Canaries canaries, Findings findings, boolean inTrouble) {
    this.wire = wire;
    this.canaries = canaries;
    this.findings = findings;
    this.inTrouble = inTrouble;
  }

  boolean inTrouble() {
    return inTrouble;
  }

  /** The answer to {@code call}, which may show nothing of another tenant than {@code tenant}. */
  Answer send(Hunted tenant, Call call, int... expected) {
    findings.countRequest();
    Answer answer;
    try {
      answer = exchange(call);
    } catch (IOException e) {
      findings.add(Harm.BROKEN_CONNECTION, call + "\n" + e);
      return NONE;
    }
    canaries
        .foreign(answer, tenant.slug())
        .ifPresent(what -> add(Harm.FOREIGN_DATA, tenant, what, call, answer));
    boolean isExpected = Arrays.stream(expected).anyMatch(status -> status == answer.status());
    if (inTrouble && answer.status() == 503 && answer.header("Retry-After").isPresent()) {
      findings.countRefused();
    } else if (!isExpected) {
      add(
          answer.status() >= 500 ? Harm.SERVER_ERROR : Harm.UNEXPECTED_STATUS,
          tenant,
          "not " + Arrays.toString(expected),
          call,
          answer);
    }
    return answer;
  }

  /** Sends {@code call} and takes the answer. */
  Answer exchange(Call call) throws IOException {
    return wire.send(call);
  }

  /** As {@link #send}, for a request that must end in an exception. */
  void sendBroken(Hunted tenant, Call call, int... expected) {
    Answer answer = send(tenant, call, expected);
    if (Arrays.stream(expected).anyMatch(status -> status == answer.status())) {
      findings.countBroken();
    }
  }

  /** Begins a request, or sends it whole, and goes away. */
  void hangUp(Call call, double part) {
    findings.countRequest();
    try {
      wire.hangUp(call, part);
    } catch (IOException e) {
      findings.add(Harm.BROKEN_CONNECTION, call + "\n" + e);
    }
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

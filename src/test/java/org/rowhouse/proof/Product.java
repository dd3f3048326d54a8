package org.rowhouse.proof;

import java.io.IOException;
import java.util.UUID;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** The running product that all proofs of this JVM share, with a door for planted faults. */
public record Product(RunningProduct running) {

  /** Started by the first proof, stopped with the JVM. */
  public static Product shared() {
    return new Product(RunningProduct.shared());
  }

  public EmbeddedServices services() {
    return running.services();
  }

  public Wire wire() {
    return new Wire(running.node().port());
  }

  public Faults faults() {
    return new Faults(running.faultPort());
  }

  public Operator operator(Wire wire) throws IOException {
    return Operator.login(
        wire,
        running.settings().get("ROWHOUSE_OPERATOR_EMAIL"),
        running.settings().get("ROWHOUSE_OPERATOR_PASSWORD"));
  }

  /** A new tenant of a slug that nobody has, its admin logged in. */
  public Account tenant(Wire wire, String isolation) throws IOException {
    return operator(wire).tenant(wire, freshSlug(), isolation);
  }

  public static String freshSlug() {
    return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 11);
  }
}

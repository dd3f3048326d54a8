package org.rowhouse.proof;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.fault.Faults;

/** One node of the product, with a door for planted faults. */
public record Product(RunningProduct running, Node node, int faultPort) {

  /** The node that all proofs of this JVM share; it ends with the JVM. */
  public static Product shared() {
    RunningProduct running = RunningProduct.shared();
    return new Product(running, running.node(), running.faultPort());
  }

  /** A further node beside the shared one, of which some settings differ; the caller closes it. */
  public static Product beside(Map<String, String> settings) throws Exception {
    RunningProduct running = RunningProduct.shared();
    int faultPort = Ports.free();
    List<String> agent = RunningProduct.byteman(faultPort);
    return new Product(running, running.startNode(agent, settings), faultPort);
  }

  public EmbeddedServices services() {
    return running.services();
  }

  public Wire wire() {
    return new Wire(node.port());
  }

  public Faults faults() {
    return new Faults(node, faultPort);
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

  /** Nothing that the tenant asks is too much. */
  public void unlimit(Operator operator, Account tenant) {
    SignUp.unlimit(api(operator), tenant.tenantId());
  }

  /** The operator at this node. */
  ApiClient api(Operator operator) {
    return ApiClient.of(node.uri()).withToken(operator.token());
  }

  public static String freshSlug() {
    return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 11);
  }
}

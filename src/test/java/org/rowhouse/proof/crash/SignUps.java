package org.rowhouse.proof.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** Sign-ups one after another until the server is gone, none of them waited for. */
public final class SignUps {

  private record Begun(String slug, String operation) {}

  private final Operator operator;
  private final ConcurrentLinkedQueue<Begun> begun = new ConcurrentLinkedQueue<>();
  private volatile String unanswered;
  private final Thread thread;

  private SignUps(int port, Operator operator) {
    this.operator = operator;
    thread = new Thread(() -> signUp(port), "sign-ups");
  }

  public static SignUps start(int port, Operator operator) {
    SignUps signUps = new SignUps(port, operator);
    signUps.thread.start();
    return signUps;
  }

  private void signUp(int port) {
    try (Wire wire = new Wire(port)) {
      for (int i = 0; ; i++) {
        String slug = Product.freshSlug();
        unanswered = slug;
        Call call = operator.signUp(slug, i % 3 == 0 ? "SHARED" : "SCHEMA", 0);
        Answer answer = wire.send(call);
        Account.expect(202, answer);
        begun.add(new Begun(slug, answer.get("id")));
        unanswered = null;
      }
    } catch (IOException e) {
      return; // the server is gone
    }
  }

  public void awaitEnd() throws InterruptedException {
    thread.join();
  }

  public int count() {
    return begun.size();
  }

  /** Whether each operation that a client was told of has ended. */
  public boolean ended(Wire wire) throws IOException {
    for (Begun each : begun) {
      Answer operation = wire.send(Call.get(Operator.CONTROL + "/operations/" + each.operation));
      Account.expect(200, operation);
      if (!Set.of("SUCCEEDED", "FAILED").contains(operation.get("state"))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is not as it must be: each tenant either ACTIVE, with a log-in and its first member, or
   * FAILED, and not to be reached.
   */
  public List<String> differences(Wire wire) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Begun each : begun) {
      Answer operation = wire.send(Call.get(Operator.CONTROL + "/operations/" + each.operation));
      String state = operation.get("state");
      String status = status(wire, operation.get("tenantId"));
      boolean active = state.equals("SUCCEEDED") && status.equals("ACTIVE");
      boolean failed = state.equals("FAILED") && status.equals("FAILED");
      Answer logIn = logIn(wire, each.slug);
      if (!active && !failed || active != (logIn.status() == 200)) {
        differences.add(each + " is " + status + "\n" + operation + "\n" + logIn);
      }
    }
    if (unanswered != null
        && (logIn(wire, unanswered).status() == 200) != hasActive(wire, unanswered)) {
      differences.add("half made: " + unanswered);
    }
    return differences;
  }

  private String status(Wire wire, String tenant) throws IOException {
    return wire.send(operator.sign(Call.get(Operator.CONTROL + "/tenants/" + tenant)))
        .get("status");
  }

  private boolean hasActive(Wire wire, String slug) throws IOException {
    JsonNode found =
        wire.send(operator.sign(Call.get(Operator.CONTROL + "/tenants?status=ACTIVE&q=" + slug)))
            .json();
    return found.path("items").size() == 1;
  }

  private static Answer logIn(Wire wire, String slug) throws IOException {
    return wire.send(
        Call.post(
                Account.API + "/tokens",
                Map.of("email", Operator.adminOf(slug), "password", Account.PASSWORD))
            .host(slug + ".localhost"));
  }
}

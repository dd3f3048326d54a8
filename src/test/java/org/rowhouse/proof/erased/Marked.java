package org.rowhouse.proof.erased;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** A tenant with a life behind it, of which every word that it could choose is a canary. */
public final class Marked {

  private static final String TENANTS = Operator.CONTROL + "/tenants/";
  private static final int ISSUES = 400;

  private final Product product;
  private final Wire wire;
  private final Operator operator;
  private final String word =
      "cnry" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private int canaries;
  private Account admin;

  private Marked(Product product, Wire wire) throws IOException {
    this.product = product;
    this.wire = wire;
    this.operator = product.operator(wire);
  }

  /** Signs one up and lets it live. */
  public static Marked live(Product product, Wire wire, String isolation) throws IOException {
    Marked marked = new Marked(product, wire);
    marked.signUp(isolation);
    marked.settle();
    marked.work();
    marked.meetRefusals();
    return marked;
  }

  /** What each canary begins with. */
  public String word() {
    return word;
  }

  public int canaries() {
    return canaries;
  }

  public String id() {
    return admin.tenantId();
  }

  private String canary() {
    return word + canaries++;
  }

  private String email() {
    return canary() + "@" + word + ".example";
  }

  private void signUp(String isolation) throws IOException {
    String slug = canary();
    Call signUp = operator.signUp(slug, isolation).header("Idempotency-Key", canary());
    Account.expect(201, wire.send(signUp));
    Account.expect(201, wire.send(signUp));
    admin = Account.login(wire, slug, Operator.adminOf(slug), Account.PASSWORD);
    control("PUT", "/suspension", 200);
    control("DELETE", "/suspension", 204);
    String renamed = canary();
    Call change =
        Call.patch(
            TENANTS + id(), etag(), Map.of("slug", renamed, "organization", "Org " + canary()));
    Account.expect(200, wire.send(operator.sign(change)));
    admin = Account.login(wire, renamed, admin.email(), Account.PASSWORD);
  }

  private void control(String method, String path, int status) throws IOException {
    Call call = Call.of(method, TENANTS + id() + path).header("If-Match", etag());
    Account.expect(status, wire.send(operator.sign(call)));
  }

  /** As it is now, for operators. */
  public String etag() throws IOException {
    return wire.send(operator.sign(Call.get(TENANTS + id()))).etag();
  }

  private void settle() throws IOException {
    for (int i = 0; i < 3; i++) {
      String email = email();
      admin.created(
          wire,
          "/members",
          Map.of("email", email, "name", "Bob " + canary(), "password", Account.PASSWORD));
      Account bob = Account.login(wire, admin.slug(), email, Account.PASSWORD);
      Call change =
          bob.call("PUT", "/me/password")
              .json(Map.of("current", Account.PASSWORD, "password", "another one " + canary()));
      Account.expect(204, wire.send(change));
    }
    for (int i = 0; i < 20; i++) {
      admin.created(wire, "/invitations", Map.of("email", email()));
    }
    JsonNode domain = admin.created(wire, "/domains", Map.of("name", canary() + ".example")).json();
    product.running().names().put(domain.path("record").asText(), domain.path("value").asText());
    Call proof = admin.call("PUT", "/domains/" + domain.path("id").asText() + "/proof").json("");
    Account.expect(200, wire.send(proof));
  }

  private void work() throws IOException {
    Map<String, String> body = Map.of("key", "CNRY", "name", canary(), "description", canary());
    String issues = "/projects/" + admin.created(wire, "/projects", body).get("id") + "/issues";
    for (int i = 0; i < ISSUES; i++) {
      Map<String, Object> issue =
          Map.of("title", canary(), "description", canary(), "labels", List.of(word));
      Answer made = wire.send(admin.post(issues, issue).header("Idempotency-Key", canary()));
      Account.expect(201, made);
      String path = "/issues/" + made.get("id");
      if (i % 4 == 0) {
        admin.created(wire, path + "/comments", Map.of("body", "I see " + canary()));
      } else if (i % 4 == 1) {
        Call change = admin.patch(path, made.etag(), Map.of("title", canary()));
        Account.expect(200, wire.send(change));
      } else if (i % 40 == 2) {
        Account.expect(204, wire.send(admin.delete(path, made.etag())));
      }
    }
    Account.expect(200, wire.send(admin.get(issues + "?q=" + word)));
  }

  /** What is refused is told to nobody but who sent it. */
  private void meetRefusals() throws IOException {
    Account.expect(409, wire.send(operator.signUp(admin.slug(), "SHARED")));
    Account.expect(
        409, wire.send(admin.post("/projects", Map.of("key", "CNRY", "name", canary()))));
    Map<String, String> again =
        Map.of("email", admin.email(), "name", canary(), "password", Account.PASSWORD);
    Account.expect(409, wire.send(admin.post("/members", again)));
    Account.expect(400, wire.send(admin.post("/projects", Map.of(canary(), canary()))));
    Map<String, String> stranger = Map.of("email", email(), "password", canary() + canary());
    Account.expect(401, wire.send(Call.post(Account.API + "/tokens", stranger).host(admin.host())));
  }

  /** Looks at what it has, as its members do all day. */
  public void look() throws IOException {
    Account.expect(200, wire.send(admin.get("/me")));
    for (JsonNode project : admin.all(wire, "/projects")) {
      String path = "/projects/" + project.path("id").asText();
      Account.expect(200, wire.send(admin.get(path)));
      for (JsonNode issue : admin.all(wire, path + "/issues")) {
        Account.expect(200, wire.send(admin.get("/issues/" + issue.path("id").asText())));
      }
    }
  }

  /** Has it purged, and answers its certificate. */
  public Answer purge(long patienceSeconds) throws Exception {
    Call deletion = Call.delete(TENANTS + id() + "?grace=PT0S", etag());
    Account.expect(202, wire.send(operator.sign(deletion)));
    long end = System.nanoTime() + patienceSeconds * 1_000_000_000;
    Answer certificate = erasure();
    while (certificate.status() != 200 && System.nanoTime() < end) {
      Thread.sleep(100);
      certificate = erasure();
    }
    Account.expect(200, certificate);
    return certificate;
  }

  private Answer erasure() throws IOException {
    return wire.send(operator.sign(Call.get(TENANTS + id() + "/erasure")));
  }
}

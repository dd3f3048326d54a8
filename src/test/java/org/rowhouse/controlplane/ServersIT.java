package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.provisioning.SecondServer;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** A node whose fleet lies on two PostgreSQL servers. */
class ServersIT {

  private static final String SERVERS = Operator.CONTROL + "/servers";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static SecondServer second;
  private static Node node;
  private static Wire wire;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    second = new SecondServer();
    TestPlane plane = TestPlane.unmigrated();
    RunningProduct product = RunningProduct.shared();
    node = product.begin(Ports.free(), launch -> launch.settings(plane.environment()));
    node.awaitReady(PATIENCE);
    wire = new Wire(node.port());
    operator =
        Operator.login(
            wire,
            product.settings().get("ROWHOUSE_OPERATOR_EMAIL"),
            product.settings().get("ROWHOUSE_OPERATOR_PASSWORD"));
  }

  @AfterAll
  static void stop() throws Exception {
    wire.close();
    node.close();
    second.close();
  }

  @Test
  void tenants_of_all_models_work_on_a_further_server_which_may_die_and_come_back()
      throws Exception {
    NewServer offer = second.offer("second", 10);
    Answer added = send("POST", SERVERS, body(offer));
    Account.expect(201, added);
    assertThat(added.text()).doesNotContain(offer.login().password());
    assertThat(added.get("state")).isEqualTo("READY");
    String path = added.header("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    assertThat(send("GET", path, null).get("name")).isEqualTo("second");
    Account.expect(409, send("POST", SERVERS, body(offer)));

    for (String isolation : List.of("SHARED", "SCHEMA", "DATABASE")) {
      Account tenant = signUp(isolation, "second");
      Account.expect(
          201, wire.send(tenant.post("/projects", Map.of("key", "FAR", "name", "Far away"))));
      assertThat(tenant.all(wire, "/projects")).hasSize(1);
      if (isolation.equals("DATABASE")) {
        changePassword(tenant);
      }
    }
    assertThat(send("GET", path, null).json().path("homes").asInt()).isEqualTo(3);

    Account near = signUp("SCHEMA", "main");
    String slug = slug("SCHEMA", "second");
    Account far = Account.login(wire, slug, Operator.adminOf(slug), Account.PASSWORD);
    second.postgresql.kill();
    Answer refused = wire.send(far.get("/projects"));
    Account.expect(503, refused);
    assertThat(refused.header("Retry-After")).isPresent();
    Account.expect(200, wire.send(near.get("/projects")));
    second.postgresql.restart();
    assertThat(far.all(wire, "/projects")).hasSize(1);
  }

  private static void changePassword(Account tenant) throws Exception {
    String home = "";
    for (var each : send("GET", Operator.CONTROL + "/homes?limit=200", null).json().path("items")) {
      home = each.path("isolation").asText().equals("DATABASE") ? each.path("id").asText() : home;
    }
    Answer begun = send("PUT", Operator.CONTROL + "/homes/" + home + "/password", null);
    Account.expect(202, begun);
    String operation = begun.header("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!send("GET", operation, null).get("state").equals("SUCCEEDED")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
    // whoever was inside must come in again, with the new password
    second.endSessions();
    Account.expect(200, wire.send(tenant.get("/projects")));
  }

  @Test
  void only_operators_add_servers_and_faults_are_named() throws Exception {
    Map<String, Object> good = body(second.offer("other", 1));
    Account.expect(401, wire.send(Call.post(SERVERS, good)));
    for (var fault :
        Map.of("name", "Not A Name", "url", "jdbc:h2:mem", "capacity", 0, "user", " ").entrySet()) {
      Map<String, Object> bad = new HashMap<>(good);
      bad.put(fault.getKey(), fault.getValue());
      Answer refused = send("POST", SERVERS, bad);
      Account.expect(400, refused);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(fault.getKey());
    }
    Map<String, Object> wrong = new HashMap<>(good);
    wrong.put("password", "not-the-password-of-anybody");
    Answer refused = send("POST", SERVERS, wrong);
    Account.expect(422, refused);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("password");
    assertThat(refused.text()).doesNotContain("not-the-password-of-anybody");
  }

  private static Map<String, Object> body(NewServer server) {
    return Map.of(
        "name", server.name(),
        "url", server.login().url(),
        "user", server.login().user(),
        "password", server.login().password(),
        "capacity", server.capacity());
  }

  private static String slug(String isolation, String server) {
    return server + "-" + isolation.toLowerCase(Locale.ROOT);
  }

  private static Account signUp(String isolation, String server) throws IOException {
    String slug = slug(isolation, server);
    Map<String, Object> body =
        Map.of(
            "organization",
            "Far Ltd",
            "slug",
            slug,
            "isolation",
            isolation,
            "server",
            server,
            "admin",
            Map.of("email", Operator.adminOf(slug), "name", "A", "password", Account.PASSWORD));
    Call call = Call.post(Operator.CONTROL + "/tenants", body).header("Prefer", "wait=30");
    Account.expect(201, wire.send(operator.sign(call)));
    return Account.login(wire, slug, Operator.adminOf(slug), Account.PASSWORD);
  }

  private static Answer send(String method, String path, Object body) throws IOException {
    Call call = body == null ? Call.of(method, path) : Call.post(path, body);
    return wire.send(operator.sign(call));
  }
}

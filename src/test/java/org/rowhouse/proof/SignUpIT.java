package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** Tenants come, wait, are suspended and resumed. */
class SignUpIT {

  private static final String TENANTS = Operator.CONTROL + "/tenants";

  private final Product product = Product.shared();
  private Wire wire;
  private Operator operator;

  @BeforeEach
  void connect() throws IOException {
    wire = product.wire();
    operator = product.operator(wire);
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "SCHEMA", "DATABASE"})
  void a_tenant_signs_up_and_its_admin_works(String isolation) throws IOException {
    String slug = Product.freshSlug();
    Answer created = wire.send(operator.signUp(slug, isolation));
    Account.expect(201, created);
    assertThat(created.get("slug")).isEqualTo(slug);
    assertThat(created.get("isolation")).isEqualTo(isolation);
    assertThat(created.header("Location").orElseThrow())
        .endsWith(TENANTS + "/" + created.get("id"));
    Answer read = wire.send(operator.sign(Call.get(TENANTS + "/" + created.get("id"))));
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(read.etag()).isEqualTo(created.etag());
    Account admin = Account.login(wire, slug, Operator.adminOf(slug), Account.PASSWORD);
    Answer me = wire.send(admin.get("/me"));
    assertThat(me.get("slug")).isEqualTo(slug);
    assertThat(me.json().path("roles").toString()).contains("admin");
    assertThat(list("?q=" + slug)).extracting(t -> t.path("slug").asText()).containsExactly(slug);
    assertThat(list("?isolation=SHARED&q=" + slug)).hasSize(isolation.equals("SHARED") ? 1 : 0);
  }

  private List<JsonNode> list(String query) throws IOException {
    Answer page = wire.send(operator.sign(Call.get(TENANTS + query)));
    Account.expect(200, page);
    return IntStream.range(0, page.json().path("items").size())
        .mapToObj(page.json().path("items")::path)
        .toList();
  }

  @Test
  void without_waiting_the_operation_can_be_watched_to_its_end() throws Exception {
    Map<String, Object> body =
        Map.of(
            "organization",
            "\u00c4pfel & S\u00f6hne " + Product.freshSlug(),
            "admin",
            Map.of("email", "a@example.org", "name", "A", "password", Account.PASSWORD));
    Answer accepted = wire.send(operator.sign(Call.post(TENANTS, body)));
    Account.expect(202, accepted);
    assertThat(accepted.header("Retry-After")).isPresent();
    String operation = accepted.header("Location").orElseThrow().replaceFirst("^http://[^/]+", "");
    Answer seen = wire.send(Call.get(operation));
    for (int i = 0; i < 100 && !seen.get("state").equals("SUCCEEDED"); i++) {
      Thread.sleep(100);
      seen = wire.send(Call.get(operation));
    }
    assertThat(seen.get("state")).as(seen.toString()).isEqualTo("SUCCEEDED");
    assertThat(seen.json().path("finishedAt").isTextual()).isTrue();
    Answer tenant = wire.send(operator.sign(Call.get(TENANTS + "/" + seen.get("tenantId"))));
    assertThat(tenant.get("slug")).startsWith("apfel-and-sohne-");
    Answer all = wire.send(operator.sign(Call.get(Operator.CONTROL + "/operations?limit=5")));
    assertThat(all.text()).contains(seen.get("id")).doesNotContain(Account.PASSWORD);
  }

  @Test
  void of_two_who_want_one_slug_at_once_one_gets_it() {
    String slug = Product.freshSlug();
    List<Integer> statuses =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> signUp(slug)))
            .toList()
            .stream()
            .map(answer -> answer.join().status())
            .sorted()
            .toList();
    assertThat(statuses).containsExactly(201, 409, 409, 409);
  }

  private Answer signUp(String slug) {
    try (Wire own = product.wire()) {
      return own.send(operator.signUp(slug, "SHARED"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void reserved_and_malformed_slugs_are_refused_by_name() throws IOException {
    for (String slug : List.of("admin", "www", "-a", "A", "a", "a--b", "x.y")) {
      Answer answer = wire.send(operator.signUp(slug, "SHARED"));
      assertThat(answer.status()).as(slug).isEqualTo(400);
      assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo("slug");
    }
  }

  @Test
  void suspension_and_resumption_are_seen_by_another_node_in_5_seconds() throws Exception {
    Account tenant = product.tenant(wire, "SCHEMA");
    String path = TENANTS + "/" + tenant.tenantId();
    try (Node second = product.running().startNode(List.of());
        Wire other = new Wire(second.port())) {
      wire.close(); // servers end what idles while another starts
      Account.expect(200, other.send(tenant.get("/me")));
      Answer suspended = wire.send(operator.sign(suspension("PUT", path)));
      Account.expect(200, suspended);
      assertThat(suspended.get("status")).isEqualTo("SUSPENDED");
      Answer refused = awaitStatus(other, tenant, 403);
      assertThat(refused.get("type")).endsWith("/tenant-suspended");
      Account.expect(403, wire.send(tenant.get("/projects")));
      Account.expect(204, wire.send(operator.sign(suspension("DELETE", path))));
      awaitStatus(other, tenant, 200);
      Account.expect(200, wire.send(tenant.get("/me")));
    }
  }

  private Call suspension(String method, String path) throws IOException {
    String etag = wire.send(operator.sign(Call.get(path))).etag();
    return Call.of(method, path + "/suspension").header("If-Match", etag);
  }

  private static Answer awaitStatus(Wire node, Account tenant, int status) throws Exception {
    long end = System.nanoTime() + 5_000_000_000L;
    Answer answer = node.send(tenant.get("/me"));
    while (answer.status() != status && System.nanoTime() < end) {
      Thread.sleep(50);
      answer = node.send(tenant.get("/me"));
    }
    Account.expect(status, answer);
    return answer;
  }
}

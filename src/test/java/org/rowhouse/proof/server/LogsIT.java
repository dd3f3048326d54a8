package org.rowhouse.proof.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** Who reads the logs later can believe them. */
class LogsIT {

  private final Product product = Product.shared();
  private final Node node = product.running().node();
  private final AccessLog log = new AccessLog(node);
  private final String id = "proof-" + UUID.randomUUID();
  private Wire wire;

  @BeforeEach
  void connect() {
    wire = product.wire();
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void a_request_is_logged_with_its_tenant_and_its_id() throws Exception {
    Account account = product.tenant(wire, "SHARED");
    String tenant = wire.send(account.get("/me")).get("tenantId");
    Account.expect(200, wire.send(account.get("/projects").header("X-Request-Id", id)));
    assertThat(tenant).hasSize(36);
    assertThat(log.lineWith(id)).contains(tenant).contains("/api/v1/projects");
  }

  @Test
  void a_request_without_a_tenant_is_logged_without_one() throws Exception {
    String forged = UUID.randomUUID().toString();
    Call call =
        Call.get("/control/v1/health/ready?rowhouse.tenant=" + forged)
            .header("X-Request-Id", id)
            .header("rowhouse.tenant", forged)
            .header("X-Tenant", forged)
            .header("User-Agent", forged);
    Account.expect(200, wire.send(call));
    assertThat(log.lineWith(id)).doesNotContain(forged).containsPattern("[ =\"]-[ \"]");
  }

  @Test
  void an_id_that_is_not_well_formed_is_replaced() throws Exception {
    String forged = UUID.randomUUID().toString();
    Answer answer =
        wire.send(
            Call.get("/control/v1/health/ready").header("X-Request-Id", "x\" \"" + forged + "\""));
    String line = log.lineWith(answer.header("X-Request-Id").orElseThrow());
    assertThat(line).doesNotContain(forged);
  }

  @Test
  void nothing_a_client_sends_begins_a_line() throws Exception {
    String forged = UUID.randomUUID().toString();
    Http2.get(node.port(), "/a\n" + forged + " \"-\" forged", "x-request-id", id + "-1");
    Http2.get(node.port(), "/a\r" + forged + " \"-\" forged", "x-request-id", id + "-2");
    Http2.get(node.port(), "/fine", "x-request-id", id + "-3");
    log.lineWith(id + "-3");
    assertThat(log.lines()).noneMatch(line -> line.strip().startsWith(forged));
  }

  @Test
  void every_line_of_the_log_is_one_json_object() throws Exception {
    int before = lines().size();
    assertThat(lines()).anyMatch(line -> line.startsWith("{") && line.contains("org.rowhouse."));
    product.tenant(wire, "SHARED");
    List<String> after = lines();
    assertThat(after).as("the operation is logged").hasSizeGreaterThan(before);
    ObjectMapper json = new ObjectMapper();
    for (String line : after.subList(before, after.size())) {
      assertThat(json.readTree(line).isObject()).as(line).isTrue();
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(node.log());
  }
}

package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;

/** A real node over a home that stands open. */
class OpenHomeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String READY = "/control/v1/health/ready";

  @Test
  void a_node_waits_for_an_open_home_and_goes_on_when_it_is_mended() throws Exception {
    TestPlane plane = TestPlane.migrated();
    UUID home = plane.sharedHome().id();
    String policies = "alter table " + plane.sharedHome().schema() + ".issue %s row level security";
    plane.owner().useHandle(h -> h.execute(policies.formatted("no force")));
    RunningProduct product = RunningProduct.shared();
    try (Node node = product.begin(Ports.free(), launch -> launch.settings(plane.environment()))) {
      ApiClient anybody = ApiClient.of(node.uri());
      Instant end = Instant.now().plus(PATIENCE);
      while (!wall(anybody).equals("DOWN")) {
        assertThat(Instant.now()).isBefore(end);
        Thread.sleep(200);
      }
      anybody.get(READY).expect(503);
      SignUp all = product.signUp();
      ApiClient operator =
          new SignUp(anybody, all.operatorEmail(), all.operatorPassword()).operator();
      String findings = "/control/v1/homes/" + home + "/findings";
      JsonNode found = operator.get(findings).expect(200).json().get("items");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("object").asText()).endsWith(".issue");
      assertThat(found.get(0).get("problem").asText()).contains("forced row level security");
      assertThat(found.get(0).get("remedy").asText()).contains("force it");
      anybody.get(findings).expect(401);
      operator.get("/control/v1/homes/" + UUID.randomUUID() + "/findings").expect(404);
      assertThat(operator.get("/control/v1/tenants").expect(503).json().toString())
          .contains("home-open");

      plane.owner().useHandle(h -> h.execute(policies.formatted("force")));

      node.awaitReady(PATIENCE);
      assertThat(operator.get(findings).expect(200).json().get("items")).isEmpty();
      operator.get("/control/v1/tenants").expect(200);
    }
  }

  private static String wall(ApiClient anybody) {
    try {
      Answer answer = anybody.get(READY);
      return answer.json().at("/checks/walls").asText();
    } catch (RuntimeException e) {
      return "not yet";
    }
  }
}

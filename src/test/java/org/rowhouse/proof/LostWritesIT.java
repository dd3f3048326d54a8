package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.dev.ChangedWar;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.fault.Fault;
import org.rowhouse.proof.fault.HomeSql;
import org.rowhouse.proof.fault.Planting;
import org.rowhouse.tenantplane.careless.CarelessProjects;
import org.rowhouse.tenantplane.careless.CarelessResource;

/** A success is never answered for data that is not there, not even by a careless product. */
class LostWritesIT {

  private static final List<String> MODELS = List.of("SHARED", "SCHEMA", "DATABASE");

  @TempDir private static Path scratch;
  private static Product product;
  private static final Map<String, Account> TENANTS = new HashMap<>();

  @BeforeAll
  static void start_a_careless_product() throws Exception {
    RunningProduct running = RunningProduct.shared();
    Path war =
        ChangedWar.of(
            Project.built("rowhouse.war"),
            scratch.resolve("careless.war"),
            Map.of(
                entry(CarelessResource.class), bytes(CarelessResource.class),
                entry(CarelessProjects.class), bytes(CarelessProjects.class)));
    Node node = running.begin(Ports.free(), launch -> launch.war(war));
    node.awaitReady(java.time.Duration.ofMinutes(3));
    product = new Product(running, node, 0);
    try (Wire wire = product.wire()) {
      for (String model : MODELS) {
        TENANTS.put(model, product.tenant(wire, model));
      }
    }
  }

  private static String entry(Class<?> type) {
    return "WEB-INF/classes/" + type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (product != null) {
      product.node().close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"row", "late-row", "query", "statement", "write-after", "cut", "rolled-back"})
  void a_swallowed_failure_is_no_success(String how) throws Exception {
    try (Wire wire = product.wire()) {
      for (Account as : TENANTS.values()) {
        String key = "K" + Integer.toString(how.hashCode() & 0xFFFFF, 36).toUpperCase(Locale.ROOT);
        Answer answer = wire.send(as.call("POST", "/careless/" + how + "/" + key));
        boolean there =
            as.all(wire, "/projects").stream().anyMatch(p -> p.path("key").asText().equals(key));
        assertThat(answer.status() < 300).as("there: %s, said: %s", there, answer).isEqualTo(there);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"late,409", "cut,503", "slow,503", "now,500"})
  void what_fails_between_flush_and_commit_is_no_success(String how, int status) throws Exception {
    Fault breaks =
        Fault.read(
            Project.directory().resolve("src/test/resources/org/rowhouse/proof/breaks.fault"));
    var homes = new HomeSql(product).of(TENANTS.values().stream().map(Account::tenantId).toList());
    try (Wire wire = product.wire()) {
      Map<Account, Call> calls = new HashMap<>();
      Planting points = Planting.of(breaks.withoutRules(), product, homes);
      try (points) {
        for (Account as : TENANTS.values()) {
          Answer project =
              as.created(
                  wire, "/projects", Map.of("key", how.toUpperCase(Locale.ROOT), "name", how));
          String issues = "/projects/" + project.get("id") + "/issues";
          Call call =
              as.post(issues, Map.of("title", "break-" + how + " it"))
                  .header("Idempotency-Key", "once");
          Answer answer = wire.send(call);
          assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
          assertThat(as.all(wire, issues)).isEmpty();
          calls.put(as, call);
        }
      }
      for (Map.Entry<Account, Call> each : calls.entrySet()) {
        Answer again = wire.send(each.getValue());
        Account.expect(201, again);
        Account.expect(200, wire.send(each.getKey().get("/issues/" + again.get("id"))));
      }
    }
  }
}

package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** The real server is gone at one point of a tenant's life, and started again. */
class KilledSignUpIT {

  private static final Duration CONVERGENCE = Duration.ofSeconds(30);
  private static final String PACKAGE = "org.rowhouse.controlplane.";

  private static RunningProduct running;

  @BeforeAll
  static void start() throws Exception {
    running =
        RunningProduct.start(
            Map.of("ROWHOUSE_SPARE_SCHEMAS", "0", "ROWHOUSE_SPARE_DATABASES", "0"));
    // it only holds the databases: the nodes that are killed come after it
    running.node().kill();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SCHEMA,   operation.Operations,        add,         EXIT",
    "SCHEMA,   provisioning.SignUpWork,     bringUpHome, ENTRY",
    "SCHEMA,   migration.HomeScripts,       bringUp,     ENTRY",
    "DATABASE, migration.LoginRole,         make,        EXIT",
    "DATABASE, migration.HomeMigrator,      migrate,     EXIT",
    "SHARED,   provisioning.FirstRows,      lay,         EXIT",
    "SCHEMA,   provisioning.SignUpWork,     activate,    ENTRY",
    "SHARED,   operation.Claims,            succeed,     EXIT",
  })
  void whatever_it_was_doing_it_ends_in_a_tenant_or_in_nothing(
      String isolation, String type, String method, String at) throws Exception {
    String slug = Product.freshSlug();
    int faultPort = Ports.free();
    try (Node node = running.startNode(RunningProduct.byteman(faultPort))) {
      Product product = new Product(running, node, faultPort);
      product
          .faults()
          .plant(
              """
              RULE the end
              CLASS %s
              METHOD %s
              AT %s
              IF TRUE
              DO killJVM()
              ENDRULE
              """
                  .formatted(PACKAGE + type, method, at));
      beginAndDie(product, slug, isolation);
      assertThat(node.awaitEnd()).as("the node was killed").isNotZero();
    }
    try (Node again = running.startNode(List.of());
        Wire wire = new Wire(again.port())) {
      Product product = new Product(running, again, faultPort);
      Instant end = Instant.now().plus(CONVERGENCE);
      while (orphans(product) > 0 && Instant.now().isBefore(end)) {
        Thread.sleep(200);
      }
      assertThat(orphans(product)).isZero();
      int active =
          Sql.count(
              product,
              "select count(*) from control.tenant where status = 'ACTIVE' and slug = '"
                  + slug
                  + "'");
      assertThat(active).isEqualTo(type.endsWith("Operations") ? 0 : 1);
      assertThat(logIn(wire, slug).status() == 200).isEqualTo(active == 1);
    }
  }

  private static void beginAndDie(Product product, String slug, String isolation)
      throws IOException {
    try (Wire wire = product.wire()) {
      wire.send(product.operator(wire).signUp(slug, isolation));
    } catch (IOException e) {
      return; // the node is gone
    }
  }

  private static Answer logIn(Wire wire, String slug) throws IOException {
    return wire.send(
        Call.post(
                Account.API + "/tokens",
                Map.of("email", Operator.adminOf(slug), "password", Account.PASSWORD))
            .host(slug + ".localhost"));
  }

  /** What is half made, and what nobody owns. */
  private static int orphans(Product product) throws Exception {
    return Sql.count(
        product,
        """
        select (select count(*) from control.tenant where status in ('PROVISIONING', 'PURGING'))
             + (select count(*) from control.operation where finished_at is null)
             + (select count(*) from control.home h where not spare and isolation <> 'SHARED'
                and not exists (select from control.tenant where home_id = h.id))
             + (select count(*) from
                 (select nspname::text as name from pg_namespace
                  union select datname from pg_database union select rolname from pg_roles) thing
                where name like 'h\\_%'
                and not exists (select from control.home where schema_name = thing.name))
        """);
  }
}

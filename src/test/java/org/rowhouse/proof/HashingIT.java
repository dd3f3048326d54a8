package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.fault.Faults.Planted;

/** While a password is hashed its tenant goes on: nothing of the database is held. */
class HashingIT {

  /** Any hash takes three seconds, on a node where a tenant has one connection. */
  private static final String SLOW =
      """
      RULE hashing is slow
      CLASS org.rowhouse.security.Passwords
      METHOD derive
      AT ENTRY
      IF true
      DO FIRED(); delay(3000)
      ENDRULE
      """;

  private static Product product;
  private static Wire wire;
  private static Account admin;

  @BeforeAll
  static void start() throws Exception {
    product = Product.beside(Map.of("ROWHOUSE_DB_TENANT_CONNECTIONS", "1"));
    wire = product.wire();
    admin = product.tenant(wire, "SCHEMA");
    Account.expect(200, wire.send(admin.get("/projects")));
  }

  @AfterAll
  static void stop() throws Exception {
    wire.close();
    product.node().close();
  }

  @Test
  void a_tenants_only_connection_is_free_while_a_password_is_hashed() throws Exception {
    Map<String, Object> bob =
        Map.of("email", "bob@example.org", "name", "Bob", "password", Account.PASSWORD);
    Map<String, Object> eve =
        Map.of("email", "eve@example.org", "name", "Eve", "password", Account.PASSWORD);
    String token =
        admin.created(wire, "/invitations", Map.of("email", "ann@example.org")).get("token");
    Map<String, String> acceptance =
        Map.of("token", token, "name", "Ann", "password", Account.PASSWORD);
    String key = UUID.randomUUID().toString();
    for (Slow slow :
        List.of(
            new Slow(201, admin.post("/members", bob)),
            new Slow(201, admin.post("/members", eve).header("Idempotency-Key", key)),
            new Slow(201, Call.post(Account.API + "/acceptances", acceptance)),
            new Slow(
                204,
                admin
                    .call("PUT", "/me/password")
                    .json(
                        Map.of(
                            "current",
                            Account.PASSWORD,
                            "password",
                            "another " + Account.PASSWORD))))) {
      freeWhile(slow);
    }
  }

  /** A request that hashes, and the answer it must get. */
  private record Slow(int status, Call call) {}

  private static void freeWhile(Slow slow) throws Exception {
    try (Planted planted = product.faults().plant(SLOW)) {
      CompletableFuture<Answer> hashing = CompletableFuture.supplyAsync(() -> alone(slow.call()));
      while (!planted.hasFired()) {
        assertThat(hashing).as(slow.toString()).isNotDone();
        Thread.sleep(20);
      }
      long begun = System.nanoTime();
      Account.expect(200, wire.send(admin.get("/projects")));
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("another request meanwhile: " + slow)
          .isLessThan(Duration.ofSeconds(2));
      assertThat(hashing).as("still hashing: " + slow).isNotDone();
      Account.expect(slow.status(), hashing.join());
    }
  }

  private static Answer alone(Call call) {
    try (Wire own = product.wire()) {
      return own.send(call);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

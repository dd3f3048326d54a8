package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.contract.Contract;
import org.rowhouse.proof.contract.Route;

/** A token opens its own tenant's door, by its own plane, and no other. */
class ForeignTokensIT {

  private final Product product = Product.shared();
  private Wire wire;
  private Account me;
  private Account other;

  @BeforeEach
  void connect() throws IOException {
    wire = product.wire();
    me = product.tenant(wire, "SHARED");
    other = product.tenant(wire, "SHARED");
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void a_token_on_the_host_of_another_tenant_is_refused_on_every_route() throws IOException {
    for (Route route : Contract.of(wire).routes()) {
      if (route.isTenantPlane()) {
        Answer answer = wire.send(route.call(me.tenantId()).host(other.host()).token(me.token()));
        refused(answer, 403, "tenant-mismatch");
      }
    }
  }

  @Test
  void a_header_that_names_another_tenant_is_refused() throws IOException {
    refused(wire.send(me.get("/me").header("X-Tenant", other.slug())), 403, "tenant-mismatch");
    refused(wire.send(me.get("/me").header("X-Tenant", other.tenantId())), 403, "tenant-mismatch");
    Account.expect(200, wire.send(me.get("/me").header("X-Tenant", me.slug())));
  }

  @Test
  void a_tenants_token_opens_no_operators_route_and_an_operators_no_tenants() throws IOException {
    String operator = product.operator(wire).token();
    for (Route route : Contract.of(wire).routes()) {
      String wrong = route.isControlPlane() ? me.token() : operator;
      if (!route.isPublic() && (route.isControlPlane() || route.isTenantPlane())) {
        Answer answer = wire.send(route.call(me.tenantId()).token(wrong));
        assertThat(answer.status()).as(route + "\n" + answer).isIn(401, 403);
      }
    }
  }

  @Test
  void credentials_of_another_tenant_are_wrong_credentials() throws IOException {
    Answer theirs = login(Map.of("email", other.email(), "password", other.password()));
    Answer nobodys = login(Map.of("email", "x" + other.email(), "password", other.password()));
    assertThat(theirs.status()).isEqualTo(401);
    assertThat(theirs.text()).isEqualTo(nobodys.text());
    refused(
        login(Map.of("email", other.email(), "password", other.password(), "tenant", other.slug())),
        403,
        "tenant-mismatch");
  }

  private Answer login(Map<String, String> body) throws IOException {
    return wire.send(
        Call.post(Account.API + "/tokens", body).host(me.host()).header("X-Request-Id", "same"));
  }

  @Test
  void a_refresh_token_of_another_tenant_neither_works_nor_is_used_up() throws IOException {
    Answer theirs = refresh(me.host(), other.refresh());
    String[] parts = other.refresh().split("\\.");
    Answer nobodys =
        refresh(me.host(), parts[0] + "." + ForeignIdsIT.like(parts[1]) + "." + parts[2]);
    assertThat(theirs.status()).isIn(401, 403);
    assertThat(theirs.toString()).isEqualTo(nobodys.toString());
    Account.expect(200, refresh(other.host(), other.refresh()));
  }

  private Answer refresh(String host, String token) throws IOException {
    return wire.send(
        Call.post(Account.API + "/tokens/refresh", Map.of("refreshToken", token))
            .host(host)
            .header("X-Request-Id", "same"));
  }

  private static void refused(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.get("type")).endsWith("/" + type);
  }
}

package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** Signing in, staying in, going out; and what members may do. */
class SessionsIT {

  private final Product product = Product.shared();
  private Wire wire;
  private Account admin;

  @BeforeEach
  void connect() throws IOException {
    wire = product.wire();
    admin = product.tenant(wire, "SHARED");
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  private Answer refresh(String token) throws IOException {
    return wire.send(
        Call.post(Account.API + "/tokens/refresh", Map.of("refreshToken", token))
            .host(admin.host()));
  }

  private int status(String token) throws IOException {
    return wire.send(Call.get(Account.API + "/me").host(admin.host()).token(token)).status();
  }

  private void awaitRefused(String token) throws Exception {
    long end = System.nanoTime() + 5_000_000_000L;
    while (status(token) != 401 && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void a_refresh_token_works_once_and_used_again_it_ends_the_session() throws Exception {
    Answer second = refresh(admin.refresh());
    Account.expect(200, second);
    assertThat(status(second.get("accessToken"))).isEqualTo(200);
    Account.expect(401, refresh(admin.refresh()));
    Account.expect(401, refresh(second.get("refreshToken")));
    awaitRefused(second.get("accessToken"));
    awaitRefused(admin.token());
  }

  @Test
  void logging_out_ends_this_session_and_no_other() throws Exception {
    Account other = Account.login(wire, admin.slug(), admin.email(), admin.password());
    Account.expect(204, wire.send(admin.call("DELETE", "/tokens/current")));
    awaitRefused(admin.token());
    Account.expect(401, refresh(admin.refresh()));
    assertThat(status(other.token())).isEqualTo(200);
  }

  @Test
  void signing_in_without_a_tenants_host_names_the_tenant() throws IOException {
    Map<String, String> body =
        Map.of("email", admin.email(), "password", admin.password(), "tenant", admin.slug());
    Answer tokens = wire.send(Call.post(Account.API + "/tokens", body));
    Account.expect(200, tokens);
    assertThat(tokens.get("tokenType")).isEqualTo("Bearer");
    assertThat(tokens.header("Cache-Control").orElseThrow()).contains("no-store");
    // the token alone says whose it is
    Answer me = wire.send(Call.get(Account.API + "/me").token(tokens.get("accessToken")));
    assertThat(me.get("slug")).isEqualTo(admin.slug());
    Account.expect(
        404, wire.send(Call.post(Account.API + "/tokens", body).host("nobody.localhost")));
  }

  @Test
  void a_member_reads_and_an_admin_writes_members() throws Exception {
    Answer created = admin.created(wire, "/members", member("mia@example.org"));
    assertThat(created.text()).doesNotContain("assword");
    Account mia = Account.login(wire, admin.slug(), "mia@example.org", Account.PASSWORD);
    Account.expect(200, wire.send(mia.get("/members")));
    Account.expect(201, wire.send(mia.post("/projects", Map.of("key", "MIA", "name", "m"))));
    Account.expect(403, wire.send(mia.post("/members", member("x@example.org"))));
    String path = "/members/" + created.get("id");
    Account.expect(403, wire.send(mia.patch(path, created.etag(), Map.of("name", "Mia"))));
    Account.expect(403, wire.send(mia.delete(path, created.etag())));
    Account.expect(409, wire.send(admin.post("/members", member("MIA@example.org"))));
    Account.expect(204, wire.send(admin.delete(path, created.etag())));
    awaitRefused(mia.token());
    Account.expect(404, wire.send(admin.get(path)));
  }

  private static Map<String, Object> member(String email) {
    return Map.of(
        "email", email, "name", "Mia", "roles", List.of("member"), "password", Account.PASSWORD);
  }

  @Test
  void the_last_admin_stays() throws IOException {
    String id = wire.send(admin.get("/me")).json().path("member").path("id").asText();
    Answer me = wire.send(admin.get("/members/" + id));
    Answer demoted =
        wire.send(admin.patch("/members/" + id, me.etag(), Map.of("roles", List.of("member"))));
    Account.expect(409, demoted);
    Account.expect(409, wire.send(admin.delete("/members/" + id, me.etag())));
    assertThat(status(admin.token())).isEqualTo(200);
  }

  @Test
  void wrong_credentials_and_missing_tokens_are_401() throws IOException {
    for (Map<String, String> wrong :
        List.of(
            Map.of("email", admin.email(), "password", "wrong password"),
            Map.of("email", "nobody@example.org", "password", admin.password()))) {
      Account.expect(401, wire.send(Call.post(Account.API + "/tokens", wrong).host(admin.host())));
    }
    Account.expect(401, wire.send(Call.get(Account.API + "/me").host(admin.host())));
    Answer keys = wire.send(Call.get("/.well-known/jwks.json"));
    assertThat(keys.json().path("keys").path(0).path("kty").asText()).isEqualTo("EC");
    assertThat(keys.json().path("keys").path(0).has("d")).isFalse();
  }
}

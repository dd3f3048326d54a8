package org.rowhouse.tenancy.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenantplane.TestTenant;

/** Which tenant a request is for, on the real server. */
class ResolutionIT {

  private static final String ME = API + "/me";

  private static TestTenant acme;
  private static TestTenant globex;

  @BeforeAll
  static void signUp() {
    acme = TestTenant.fresh();
    globex = TestTenant.fresh();
  }

  private static String host(TestTenant tenant) {
    return tenant.slug() + ".localhost";
  }

  private static ApiClient of(TestTenant tenant) {
    return tenant.admin().client();
  }

  @Test
  void token_host_and_header_may_name_the_tenant_together() {
    for (String host :
        List.of("localhost", host(acme), host(acme).toUpperCase(Locale.ROOT) + ":8080")) {
      for (String header : List.of(acme.slug(), acme.id())) {
        Answer me = of(acme).withHost(host).with("X-Tenant", header).get(ME).expect(200);
        assertThat(me.json().get("tenantId").asText()).isEqualTo(acme.id());
      }
    }
  }

  @Test
  void sources_that_disagree_are_refused() {
    mismatch(of(acme).withHost(host(globex)).get(ME));
    mismatch(of(acme).with("X-Tenant", globex.slug()).get(ME));
    mismatch(of(acme).with("X-Tenant", globex.id()).get(ME));
    mismatch(of(acme).withHost(host(acme)).with("X-Tenant", globex.slug()).get(ME));
    mismatch(of(acme).withHost(host(globex)).with("X-Tenant", acme.slug()).get(ME));
    mismatch(acme.anybody().withHost(host(acme)).with("X-Tenant", globex.slug()).get(ME));
    Map<String, String> ofGlobex =
        Map.of("tenant", globex.slug(), "email", globex.admin().email(), "password", "x");
    mismatch(acme.anybody().withHost(host(acme)).post(API + "/tokens", ofGlobex));
  }

  private static void mismatch(Answer answer) {
    assertThat(answer.expect(403).json().get("type").asText()).endsWith("/tenant-mismatch");
  }

  @Test
  void nobody_lives_at_an_unknown_host() {
    String nobody = "nobody-" + acme.slug();
    for (String host :
        List.of(
            nobody + ".localhost",
            "a." + host(acme),
            acme.slug() + ".elsewhere.example",
            host(acme) + ".elsewhere.example")) {
      of(acme).withHost(host).get(ME).expect(404);
      acme.anybody().withHost(host).get(ME).expect(404);
    }
    of(acme).with("X-Tenant", nobody).get(ME).expect(404);
    of(acme).with("X-Tenant", UUID.randomUUID().toString()).get(ME).expect(404);
  }

  @Test
  void a_known_host_alone_opens_nothing() {
    Answer refused = acme.anybody().withHost(host(acme)).get(ME).expect(401);
    assertThat(refused.text()).doesNotContain(acme.slug(), acme.id());
    acme.anybody().withHost(host(acme)).with("X-Tenant", acme.id()).get(ME).expect(401);
    acme.anybody().get(ME).expect(401);
  }

  @Test
  void forwarded_headers_of_just_anybody_are_not_read() {
    for (String header : List.of("X-Forwarded-Host", "Forwarded", "X-Original-Host")) {
      String value = header.equals("Forwarded") ? "host=" + host(globex) : host(globex);
      Answer me = of(acme).withHost(host(acme)).with(header, value).get(ME).expect(200);
      assertThat(me.json().get("slug").asText()).isEqualTo(acme.slug());
      of(acme).withHost("nobody.localhost").with(header, host(acme)).get(ME).expect(404);
    }
  }

  @Test
  void a_token_opens_its_own_plane_only() {
    String operator = RunningProduct.shared().signUp().operatorToken();
    acme.anybody().withToken(operator).get("/control/v1/tenants").expect(200);
    for (String path : List.of("/me", "/projects")) {
      acme.anybody().withToken(operator).get(API + path).expect(401);
      acme.anybody().withToken(operator).with("X-Tenant", acme.id()).get(API + path).expect(401);
      acme.anybody().withToken(operator).withHost(host(acme)).get(API + path).expect(401);
    }
    for (String path : List.of("tenants", "tenants/" + acme.id(), "homes", "operations")) {
      of(acme).get("/control/v1/" + path).expect(401);
    }
  }
}

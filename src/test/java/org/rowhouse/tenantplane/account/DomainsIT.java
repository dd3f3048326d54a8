package org.rowhouse.tenantplane.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.NameServer;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;

/** A tenant at a domain of its own, on two nodes and a DNS server. */
class DomainsIT {

  private static final String DOMAINS = API + "/domains";
  private static final String ME = API + "/me";
  private static final Duration PROMISE = Duration.ofSeconds(5);

  /** Nodes look every five seconds for proofs that are due. */
  private static final Duration LOOK = Duration.ofSeconds(20);

  private static Node second;
  private static ApiClient here;
  private static ApiClient there;
  private static NameServer dns;
  private static TestTenant acme;
  private static TestTenant globex;

  private final String name = "d" + UUID.randomUUID() + ".example";

  @BeforeAll
  static void start() throws Exception {
    RunningProduct product = RunningProduct.shared();
    second = product.startNode(List.of());
    here = product.api();
    there = ApiClient.of(second.uri());
    dns = product.names();
    acme = TestTenant.fresh();
    globex = TestTenant.fresh();
  }

  @AfterAll
  static void stop() throws Exception {
    if (second != null) {
      second.close();
    }
  }

  @AfterEach
  void answerAgain() {
    dns.fail(false);
  }

  private JsonNode claim(TestTenant tenant) {
    return tenant.admin().client().post(DOMAINS, Map.of("name", name)).expect(201).json();
  }

  private static Answer prove(TestTenant tenant, JsonNode domain) {
    return tenant.admin().client().put(DOMAINS + "/" + domain.get("id").asText() + "/proof", "");
  }

  private static void publish(JsonNode... domains) {
    String[] values = new String[domains.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = domains[i].get("value").asText();
    }
    dns.put(domains[0].get("record").asText(), values);
  }

  private static void refused(Answer answer, int status, String type) {
    assertThat(answer.expect(status).json().get("type").asText()).endsWith("/" + type);
  }

  private Answer at(ApiClient node, TestTenant tenant) {
    return node.withToken(tenant.admin().token()).withHost(name).get(ME);
  }

  /** The answer of this status, which must come in time. */
  private static void within(Supplier<Answer> question, int status) throws InterruptedException {
    within(PROMISE, question, status);
  }

  private static void within(Duration time, Supplier<Answer> question, int status)
      throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Answer answer = question.get();
    while (answer.status() != status && System.nanoTime() < end) {
      Thread.sleep(50);
      answer = question.get();
    }
    answer.expect(status);
  }

  private static String state(TestTenant tenant, JsonNode domain) {
    return tenant
        .admin()
        .client()
        .get(DOMAINS + "/" + domain.get("id").asText())
        .expect(200)
        .json()
        .get("state")
        .asText();
  }

  @Test
  void a_domain_serves_its_tenant_as_soon_as_it_is_proved_and_not_before() throws Exception {
    JsonNode domain = claim(acme);
    assertThat(domain.get("state").asText()).isEqualTo("CLAIMED");
    assertThat(claim(acme)).as("claimed again").isEqualTo(domain);
    at(here, acme).expect(404);
    refused(prove(acme, domain), 409, "domain-unproven");
    dns.put(domain.get("record").asText(), "rowhouse-verification=guessed", "v=spf1 -all");
    refused(prove(acme, domain), 409, "domain-unproven");
    at(here, acme).expect(404);

    dns.put(domain.get("record").asText(), "v=spf1 -all", domain.get("value").asText());
    JsonNode proven = prove(acme, domain).expect(200).json();
    assertThat(proven.get("state").asText()).isEqualTo("PROVEN");
    assertThat(proven.get("provenAt").isTextual()).isTrue();
    at(here, acme).expect(200);
    within(() -> at(there, acme), 200);
    refused(at(here, globex), 403, "tenant-mismatch");
    ApiClient visitor = here.withHost(name.toUpperCase() + ".:8080");
    visitor
        .post(API + "/tokens", Map.of("email", acme.admin().email(), "password", PASSWORD))
        .expect(200);
    visitor
        .post(API + "/tokens", Map.of("email", globex.admin().email(), "password", PASSWORD))
        .expect(401);
    here.withToken(acme.admin().token()).withHost("www." + name).get(ME).expect(404);
  }

  @Test
  void a_claim_of_two_is_decided_by_the_dns_and_taken_over_only_when_the_old_proof_is_gone()
      throws Exception {
    JsonNode first = claim(acme);
    JsonNode second = claim(globex);
    assertThat(first.get("value")).isNotEqualTo(second.get("value"));
    publish(first);
    refused(prove(globex, second), 409, "domain-unproven");
    prove(acme, first).expect(200);

    publish(first, second);
    refused(prove(globex, second), 409, "domain-taken");
    at(here, acme).expect(200);

    publish(second);
    prove(globex, second).expect(200);
    assertThat(state(acme, first)).isEqualTo("LOST");
    at(here, globex).expect(200);
    refused(at(here, acme), 403, "tenant-mismatch");
    within(() -> at(there, globex), 200);
    refused(prove(acme, first), 409, "domain-unproven");
  }

  @Test
  void a_dns_that_fails_proves_nothing_and_takes_nothing_away() throws Exception {
    JsonNode mine = claim(acme);
    JsonNode theirs = claim(globex);
    publish(mine);
    dns.fail(true);
    refused(prove(acme, mine), 503, "dns-unavailable");
    dns.fail(false);
    prove(acme, mine).expect(200);

    dns.fail(true);
    due(mine, 2);
    within(LOOK, () -> looked(mine), 200);
    assertThat(state(acme, mine)).isEqualTo("PROVEN");
    at(here, acme).expect(200);
    refused(prove(globex, theirs), 503, "dns-unavailable");
  }

  @Test
  void a_proof_that_stays_away_loses_the_domain_on_all_nodes() throws Exception {
    JsonNode domain = claim(acme);
    publish(domain);
    prove(acme, domain).expect(200);
    within(() -> at(there, acme), 200);

    due(domain, 2);
    within(LOOK, () -> looked(domain), 200);
    assertThat(state(acme, domain)).as("looked at again and found").isEqualTo("PROVEN");
    dns.remove(domain.get("record").asText());
    due(domain, 1);
    within(LOOK, () -> looked(domain), 200);
    assertThat(state(acme, domain)).as("absent for the second time").isEqualTo("PROVEN");
    due(domain, 2);
    within(LOOK, () -> at(here, acme), 404);
    within(() -> at(there, acme), 404);
    assertThat(state(acme, domain)).isEqualTo("LOST");

    publish(domain);
    prove(acme, domain).expect(200);
    at(here, acme).expect(200);
  }

  /** Its proof is to be looked at now, having been absent so often. */
  private static void due(JsonNode domain, int misses) {
    Jdbi.create(RunningProduct.shared().services().superuser())
        .useHandle(
            h ->
                h.execute(
                    "update control.domain set check_at = now(), misses = ? where id = cast(? as"
                        + " uuid)",
                    misses,
                    domain.get("id").asText()));
  }

  /** A 200 when no look at the proof is due or under way; what it is does not matter. */
  private static Answer looked(JsonNode domain) {
    boolean waiting =
        Jdbi.create(RunningProduct.shared().services().superuser())
            .withHandle(
                h ->
                    h.select(
                            "select check_at < now() + interval '10 minutes' from control.domain"
                                + " where id = cast(? as uuid)",
                            domain.get("id").asText())
                        .mapTo(Boolean.class)
                        .one());
    return waiting ? here.get("/nothing") : here.get("/control/v1/health/live");
  }

  @Test
  void a_domain_that_is_given_up_is_served_nowhere_after_5_seconds() throws Exception {
    JsonNode domain = claim(acme);
    publish(domain);
    prove(acme, domain).expect(200);
    within(() -> at(there, acme), 200);
    String path = DOMAINS + "/" + domain.get("id").asText();
    acme.admin().client().delete(path).expect(428);
    acme.admin().client().with("If-Match", "\"1\"").delete(path).expect(412);
    acme.admin().delete(path).expect(204);
    at(here, acme).expect(404);
    within(() -> at(there, acme), 404);
    acme.admin().client().get(path).expect(404);
    refused(prove(acme, domain), 404, "not-found");

    JsonNode again = claim(acme);
    assertThat(again.get("value"))
        .as("an old record proves nothing")
        .isNotEqualTo(domain.get("value"));
    refused(prove(acme, again), 409, "domain-unproven");
  }

  @Test
  void a_domain_of_a_suspended_tenant_is_shut_with_it() throws Exception {
    TestTenant other = TestTenant.fresh();
    JsonNode domain = claim(other);
    publish(domain);
    prove(other, domain).expect(200);
    at(here, other).expect(200);
    ApiClient operator = RunningProduct.shared().signUp().operator();
    String path = "/control/v1/tenants/" + other.id();
    String etag = operator.get(path).expect(200).header("ETag").orElseThrow();
    operator.with("If-Match", etag).put(path + "/suspension", "").expect(200);
    refused(at(here, other), 403, "tenant-suspended");
    within(() -> at(there, other), 403);
  }

  @Test
  void operators_see_whose_a_domain_is_and_may_take_it_away() throws Exception {
    JsonNode domain = claim(acme);
    publish(domain);
    prove(acme, domain).expect(200);
    ApiClient operator = RunningProduct.shared().signUp().operator();
    String path = "/control/v1/domains/" + domain.get("id").asText();
    Answer seen = operator.get(path).expect(200);
    assertThat(seen.json().get("tenantId").asText()).isEqualTo(acme.id());
    assertThat(seen.text()).doesNotContain(domain.get("value").asText());
    assertThat(operator.get("/control/v1/domains?limit=200&tenant=" + acme.id()).expect(200).text())
        .contains(name);
    assertThat(operator.get("/control/v1/domains?tenant=" + globex.id()).expect(200).text())
        .doesNotContain(name);
    acme.admin().client().delete(path).expect(401);
    operator.with("If-Match", seen.header("ETag").orElseThrow()).delete(path).expect(204);
    at(here, acme).expect(404);
    within(() -> at(there, acme), 404);
    operator.get(path).expect(404);
  }

  @Test
  void names_that_no_tenant_can_have_are_refused() {
    for (String bad :
        List.of(
            "localhost",
            acme.slug() + ".localhost",
            "a.b.localhost",
            "example",
            "192.0.2.1",
            "[::1]",
            "-a.example",
            "a..example",
            "stra\u00dfe.example",
            "https://a.example",
            "a.example:80",
            "*.example.org",
            "a".repeat(64) + ".example",
            "a.".repeat(120) + "example.org")) {
      assertThat(faultyFields(acme.admin().client().post(DOMAINS, Map.of("name", bad))))
          .as(bad)
          .containsExactly("name");
    }
    String made = UUID.randomUUID() + ".Example.";
    assertThat(
            acme.admin()
                .client()
                .post(DOMAINS, Map.of("name", " " + made.toUpperCase()))
                .expect(201)
                .json()
                .get("name")
                .asText())
        .isEqualTo(made.toLowerCase().replaceFirst("\\.$", ""));
  }

  @Test
  void domains_are_the_admins_and_there_are_not_too_many() {
    TestTenant small = TestTenant.fresh();
    Person bob = small.join("member");
    bob.client().get(DOMAINS).expect(403);
    bob.client().post(DOMAINS, Map.of("name", name)).expect(403);
    for (int i = 0; i < 20; i++) {
      small.admin().make(DOMAINS, Map.of("name", i + "." + name));
    }
    refused(small.admin().client().post(DOMAINS, Map.of("name", name)), 409, "too-many-domains");
    Answer page = small.admin().client().get(DOMAINS + "?limit=15").expect(200);
    assertThat(page.json().get("items")).hasSize(15);
    assertThat(page.header("Link")).isPresent();
    assertThat(globex.admin().client().get(DOMAINS).expect(200).text()).doesNotContain(name);
    String theirs =
        pathOf(small.admin().client().post(DOMAINS, Map.of("name", "1." + name)).expect(201));
    globex.admin().client().get(theirs).expect(404);
  }
}

package org.rowhouse.tenantplane.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenantplane.TestTenant;

/** Who reads the audit trail, what stands in it, and what it tells of who has been at it. */
class AuditTrailIT {

  private static final String CONTROL = "/control/v1/audit";
  private static final String OWN = API + "/audit";

  private static ApiClient operator;

  private TestTenant tenant;

  @BeforeAll
  static void login() {
    operator = RunningProduct.shared().signUp().operator();
  }

  @BeforeEach
  void signUp() {
    tenant = TestTenant.fresh();
  }

  private String path() {
    return "/control/v1/tenants/" + tenant.id();
  }

  private ApiClient matching() {
    return operator.with("If-Match", operator.get(path()).expect(200).header("ETag").orElseThrow());
  }

  private void suspendAndResume() {
    matching().put(path() + "/suspension", "").expect(200);
    matching().put(path() + "/suspension", "").expect(200);
    matching().delete(path() + "/suspension").expect(204);
  }

  private static List<String> actions(Answer page) {
    return page.expect(200).json().findValuesAsText("action");
  }

  private static String who() {
    return Jdbi.create(RunningProduct.shared().services().superuser())
        .withHandle(
            h ->
                "operator:"
                    + h.select(
                            "select id from control.operator where email = 'operator@rowhouse.test'")
                        .mapTo(String.class)
                        .one());
  }

  @Test
  void what_operators_do_to_a_tenant_is_read_by_them_and_by_its_admins() {
    suspendAndResume();
    Answer seen = operator.get(CONTROL + "?tenant=" + tenant.id());
    assertThat(actions(seen))
        .containsExactly(
            "TENANT_ACTIVE", "TENANT_SUSPENDED", "TENANT_ACTIVE", "TENANT_PROVISIONING");
    assertThat(seen.json().findValuesAsText("actor"))
        .containsExactly(who(), who(), "service", "anybody");
    assertThat(seen.text()).doesNotContain("ada@", "Acme", PASSWORD, "pbkdf2");
    Answer own = tenant.admin().client().get(OWN).expect(200);
    assertThat(own.json()).isEqualTo(seen.json());
    for (String trail :
        List.of(CONTROL + "/verification?tenant=" + tenant.id(), OWN + "/verification")) {
      ApiClient reader = trail.startsWith(API) ? tenant.admin().client() : operator;
      JsonNode verified = reader.get(trail).expect(200).json();
      assertThat(verified.get("intact").asBoolean()).isTrue();
      assertThat(verified.get("entries").asInt()).isEqualTo(4);
      assertThat(verified.get("head")).isEqualTo(seen.json().at("/items/0/hash"));
    }
  }

  @Test
  void nobody_else_reads_it() {
    tenant.join("member").client().get(OWN).expect(403);
    tenant.anybody().get(OWN).expect(401);
    tenant.anybody().get(CONTROL).expect(401);
    tenant.admin().client().get(CONTROL + "?tenant=" + tenant.id()).expect(401, 403);
    operator.with("X-Tenant", tenant.id()).get(OWN).expect(401);

    TestTenant other = TestTenant.fresh();
    other.admin().client().post(API + "/domains", Map.of("name", other.slug() + ".example"));
    assertThat(tenant.admin().client().get(OWN + "?limit=200&tenant=" + other.id()).text())
        .doesNotContain(other.slug(), "DOMAIN_CLAIMED");
    String next = next(other.admin().client().get(OWN + "?limit=1"));
    other.admin().client().get(next).expect(200);
    tenant.admin().client().get(next).expect(400);
    String ofControl = next(operator.get(CONTROL + "?limit=1&tenant=" + other.id()));
    operator.get(ofControl).expect(200);
    operator.get(ofControl.replace(other.id(), tenant.id())).expect(400);
  }

  private static String next(Answer page) {
    String link = page.expect(200).header("Link").orElseThrow();
    return link.substring(link.indexOf("/", 10), link.indexOf('>'));
  }

  @Test
  void pages_hold_every_entry_once_newest_first() {
    suspendAndResume();
    Answer first = operator.get(CONTROL + "?limit=3&tenant=" + tenant.id()).expect(200);
    Answer second = operator.get(next(first)).expect(200);
    assertThat(first.json().findValuesAsText("number")).containsExactly("4", "3", "2");
    assertThat(second.json().findValuesAsText("number")).containsExactly("1");
    assertThat(second.header("Link")).isEmpty();
  }

  @Test
  void what_admins_do_to_their_domains_is_recorded_with_who_did_it() {
    JsonNode domain =
        tenant
            .admin()
            .client()
            .post(API + "/domains", Map.of("name", tenant.slug() + ".example"))
            .expect(201)
            .json();
    tenant.admin().delete(API + "/domains/" + domain.get("id").asText()).expect(204);
    JsonNode entries = operator.get(CONTROL + "?tenant=" + tenant.id()).expect(200).json();
    assertThat(entries.findValuesAsText("action")).startsWith("DOMAIN_REMOVED", "DOMAIN_CLAIMED");
    assertThat(entries.at("/items/0/actor").asText()).isEqualTo("member:" + tenant.admin().id());
    assertThat(entries.at("/items/0/details/domain").asText()).isEqualTo(domain.get("id").asText());
    assertThat(entries.toString()).as("entries outlive the tenant").doesNotContain(".example");
    assertThat(entries.toString()).doesNotContain(domain.get("value").asText().substring(22));
  }

  @Test
  void logins_of_operators_and_new_keys_are_in_the_trail_of_the_installation() {
    RunningProduct.shared().signUp().operator();
    JsonNode last = operator.get(CONTROL + "?limit=1").expect(200).json().at("/items/0");
    assertThat(last.get("action").asText()).isEqualTo("OPERATOR_LOGGED_IN");
    assertThat(last.get("actor").asText()).isEqualTo(who());
    long before = last.get("number").asLong();
    operator
        .post("/control/v1/tokens", Map.of("email", "operator@rowhouse.test", "password", "wrong"))
        .expect(401);
    assertThat(operator.get(CONTROL + "?limit=1").json().at("/items/0/number").asLong())
        .as("what fails is not recorded")
        .isEqualTo(before);
    assertThat(everyAction()).contains("SIGNING_KEY_MADE", "OPERATOR_PASSWORD_SET");
    assertThat(operator.get(CONTROL + "/verification").expect(200).json().get("intact").asBoolean())
        .isTrue();
  }

  private static List<String> everyAction() {
    return Jdbi.create(RunningProduct.shared().services().superuser())
        .withHandle(
            h ->
                h.select(
                        "select distinct action from control.audit_entry"
                            + " where chain = '00000000-0000-0000-0000-000000000000'")
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void the_trail_tells_of_who_got_past_the_triggers() {
    suspendAndResume();
    Jdbi.create(RunningProduct.shared().services().superuser())
        .useTransaction(
            h -> {
              h.execute("set local session_replication_role = replica");
              h.execute(
                  "delete from control.audit_entry where chain = cast(? as uuid) and number = 3",
                  tenant.id());
            });
    JsonNode own = tenant.admin().client().get(OWN + "/verification").expect(200).json();
    assertThat(own.get("intact").asBoolean()).isFalse();
    assertThat(own.get("faultAt").asInt()).isEqualTo(3);
    assertThat(own.get("fault").asText()).isEqualTo("Entry 3 is missing");
    assertThat(
            operator
                .get(CONTROL + "/verification?tenant=" + tenant.id())
                .expect(200)
                .json()
                .get("faultAt"))
        .isEqualTo(own.get("faultAt"));
  }
}

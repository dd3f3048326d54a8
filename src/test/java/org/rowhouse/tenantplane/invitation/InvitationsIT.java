package org.rowhouse.tenantplane.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.member;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** How somebody is invited, comes in once, and by nobody's will but an admin's. */
class InvitationsIT {

  private static final String INVITATIONS = API + "/invitations";
  private static final String ACCEPTANCES = API + "/acceptances";
  private static final String OWN = "her own new password";

  private static TestTenant tenant;
  private static Person admin;

  private final String email = UUID.randomUUID() + "@invited.example";

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
  }

  private Answer invite(String... roles) {
    return admin
        .client()
        .post(INVITATIONS, Map.of("email", email, "roles", List.of(roles)))
        .expect(201);
  }

  private static String token(Answer given) {
    return given.json().get("token").asText();
  }

  private static Answer accept(String token) {
    return accept(tenant, token);
  }

  private static Answer accept(TestTenant where, String token) {
    return where
        .anybody()
        .post(ACCEPTANCES, Map.of("token", token, "name", "Eve", "password", OWN));
  }

  private static void isVoid(Answer answer) {
    assertThat(answer.expect(404).json().get("type").asText()).endsWith("/invitation-void");
  }

  @Test
  void who_is_invited_chooses_a_password_and_comes_in_with_the_given_role() {
    Answer given = invite("admin");
    assertThat(given.json().get("email").asText()).isEqualTo(email);
    Instant expires = Instant.parse(given.json().get("expiresAt").asText());
    assertThat(expires).isBetween(in(6), in(8));

    Answer accepted = accept(token(given)).expect(201);
    assertThat(accepted.text()).doesNotContain(OWN, "pbkdf2");
    assertThat(accepted.json().get("email").asText()).isEqualTo(email);
    JsonNode tokens = tenant.signIn(email, OWN).expect(200).json();
    JsonNode me =
        tenant
            .anybody()
            .withToken(tokens.get("accessToken").asText())
            .get(API + "/me")
            .expect(200)
            .json();
    assertThat(me.at("/member/name").asText()).isEqualTo("Eve");
    assertThat(me.get("roles").toString()).isEqualTo("[\"admin\"]");
    assertThat(admin.client().get(pathOf(accepted)).expect(200).json()).isEqualTo(accepted.json());
    admin.client().get(pathOf(given)).expect(404);
  }

  private static Instant in(int days) {
    return Instant.now().plus(days, ChronoUnit.DAYS);
  }

  @Test
  void an_invitation_is_good_once_even_for_many_at_once() throws Exception {
    String token = token(invite("member"));
    List<Answer> answers = Together.times(8, i -> accept(token));
    assertThat(answers).extracting(Answer::status).containsOnly(201, 404).containsOnlyOnce(201);
    isVoid(accept(token));
    assertThat(
            admin
                .client()
                .get(API + "/members?limit=200")
                .expect(200)
                .json()
                .findValuesAsText("email"))
        .containsOnlyOnce(email);
  }

  @Test
  void an_invitation_ends_with_its_time() {
    Answer given = invite("member");
    sql(
        "update $home.invitation set expires_at = now() - interval '1 second' where id = '"
            + given.json().get("id").asText()
            + "'");
    isVoid(accept(token(given)));
    tenant.signIn(email, OWN).expect(401);
  }

  private static void sql(String statement) {
    Jdbi.create(RunningProduct.shared().services().superuser())
        .useHandle(
            h -> {
              String home =
                  h.select(
                          "select h.schema_name from control.home h join control.tenant t"
                              + " on t.home_id = h.id where t.id = cast(? as uuid)",
                          tenant.id())
                      .mapTo(String.class)
                      .one();
              assertThat(h.execute(statement.replace("$home", home))).isEqualTo(1);
            });
  }

  @Test
  void a_withdrawn_invitation_and_one_given_anew_are_void() {
    Answer first = invite("admin");
    Answer second = invite("member");
    isVoid(accept(token(first)));
    Answer read = admin.client().get(pathOf(second)).expect(200);
    assertThat(read.text()).doesNotContain(token(second), "token", "secret");
    admin.delete(pathOf(second)).expect(204);
    isVoid(accept(token(second)));

    accept(token(invite("member"))).expect(201);
    Answer taken =
        admin.client().post(INVITATIONS, Map.of("email", email.toUpperCase())).expect(409);
    assertThat(taken.json().get("type").asText()).endsWith("/email-taken");
  }

  @Test
  void an_invitation_counts_as_long_as_who_gave_it_is_an_admin() {
    Person second = tenant.join("admin");
    Person third = tenant.join("admin");
    String ofSecond = token(given(second, "a" + email));
    String ofThird = token(given(third, "b" + email));
    admin.patch(member(second), Map.of("roles", List.of("member"))).expect(200);
    admin.delete(member(third)).expect(204);
    isVoid(accept(ofSecond));
    isVoid(accept(ofThird));
  }

  private static Answer given(Person giver, String email) {
    return giver.client().post(INVITATIONS, Map.of("email", email)).expect(201);
  }

  @Test
  void only_admins_invite_and_only_with_roles_that_there_are() {
    Person bob = tenant.join("member");
    bob.client().post(INVITATIONS, Map.of("email", email)).expect(403);
    bob.client().get(INVITATIONS).expect(403);
    tenant.anybody().post(INVITATIONS, Map.of("email", email)).expect(401);
    var faulty = Map.of("email", "x", "roles", List.of("operator"));
    assertThat(faultyFields(admin.client().post(INVITATIONS, faulty)))
        .containsExactlyInAnyOrder("email", "roles[0]");
    var chosen = Map.of("token", token(invite("member")), "name", "E", "password", OWN);
    var more = new java.util.HashMap<String, Object>(chosen);
    more.put("roles", List.of("admin"));
    assertThat(faultyFields(tenant.anybody().post(ACCEPTANCES, more))).containsExactly("roles");
  }

  @Test
  void an_invitation_opens_its_own_tenant_and_no_other() {
    TestTenant other = TestTenant.fresh();
    String token = token(invite("member"));
    other
        .anybody()
        .withHost(other.slug() + ".localhost")
        .post(ACCEPTANCES, Map.of("token", token, "name", "Eve", "password", OWN))
        .expect(403);
    isVoid(accept(other.id() + token.substring(36)));
    isVoid(accept(token.substring(0, token.length() - 3) + "AAA"));
    isVoid(accept("x"));
    tenant.refresh(token).expect(401);
    isVoid(accept(admin.refresh()));
    accept(other, token).expect(201);
    other.signIn(email, OWN).expect(401);
    tenant.signIn(email, OWN).expect(200);
  }

  @Test
  void one_address_is_a_member_of_many_tenants_with_a_password_in_each() {
    TestTenant other = TestTenant.fresh();
    accept(token(invite("admin"))).expect(201);
    Answer theirs = other.admin().client().post(INVITATIONS, Map.of("email", email)).expect(201);
    other
        .anybody()
        .post(ACCEPTANCES, Map.of("token", token(theirs), "name", "Eve", "password", PASSWORD))
        .expect(201);
    tenant.signIn(email, OWN).expect(200);
    tenant.signIn(email, PASSWORD).expect(401);
    other.signIn(email, PASSWORD).expect(200);
    other.signIn(email, OWN).expect(401);
    Person here = other.signedIn(email);
    assertThat(here.client().get(API + "/me").json().get("roles").toString())
        .isEqualTo("[\"member\"]");
  }
}

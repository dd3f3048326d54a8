package org.rowhouse.tenantplane.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.member;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** Who belongs to a tenant, and who decides that. */
class MembersIT {

  private static final String MEMBERS = API + "/members";
  private static final Map<String, ?> TO_ADMIN = Map.of("roles", List.of("admin"));

  private static TestTenant tenant;
  private static Person admin;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
  }

  private static Map<String, Object> body(String email) {
    return Map.of("email", email, "name", "Bob", "password", PASSWORD);
  }

  @Test
  void a_caller_sees_who_and_where_they_are() {
    JsonNode me = admin.client().get(API + "/me").expect(200).json();
    assertThat(me.at("/member/email").asText()).isEqualTo(admin.email());
    assertThat(me.get("tenantId").asText()).isEqualTo(tenant.id());
    assertThat(me.get("slug").asText()).isEqualTo(tenant.slug());
    assertThat(me.get("name").asText()).isEqualTo("Acme " + tenant.slug());
    assertThat(me.get("roles").toString()).isEqualTo("[\"admin\"]");
  }

  @Test
  void a_member_comes_changes_and_goes() {
    Answer made = admin.client().post(MEMBERS, body("Carol@Crud.Example")).expect(201);
    assertThat(made.json().get("email").asText()).isEqualTo("carol@crud.example");
    assertThat(made.json().get("roles").toString()).isEqualTo("[\"member\"]");
    assertThat(made.text()).doesNotContain("assword", PASSWORD, "pbkdf2");
    String carol = pathOf(made);
    Answer read = admin.client().get(carol).expect(200);
    assertThat(read.json()).isEqualTo(made.json());
    assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));

    Answer changed = admin.patch(carol, Map.of("name", "Caroline")).expect(200);
    assertThat(changed.json().get("name").asText()).isEqualTo("Caroline");
    assertThat(changed.json().get("email")).isEqualTo(made.json().get("email"));
    assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
    assertThat(faultyFields(admin.patch(carol, Map.of("password", PASSWORD))))
        .containsExactly("password");
    assertThat(listed()).contains("carol@crud.example");

    admin.delete(carol).expect(204);
    admin.client().get(carol).expect(404);
    admin.client().with("If-Match", "*").delete(carol).expect(404);
    assertThat(listed()).doesNotContain("carol@crud.example");
  }

  private static List<String> listed() {
    return admin.client().get(MEMBERS + "?limit=200").expect(200).json().findValuesAsText("email");
  }

  @Test
  void members_read_and_only_admins_write() {
    Person bob = tenant.join("member");
    bob.client().get(MEMBERS).expect(200);
    bob.client().get(member(admin)).expect(200);
    bob.client().post(MEMBERS, body("x@forbidden.example")).expect(403);
    bob.patch(member(bob), TO_ADMIN).expect(403);
    bob.patch(member(bob), Map.of("name", "Robert")).expect(403);
    bob.delete(member(admin)).expect(403);
    assertThat(listed()).contains(admin.email(), bob.email()).doesNotContain("x@forbidden.example");
  }

  @Test
  void an_e_mail_address_is_taken_once_in_any_case() throws Exception {
    Person bob = tenant.join("member");
    String taken = bob.email().toUpperCase(Locale.ROOT);
    admin.client().post(MEMBERS, body(taken)).expect(409);
    admin.patch(member(admin), Map.of("email", taken)).expect(409);
    admin.patch(member(bob), Map.of("email", taken)).expect(200);

    List<Integer> answers =
        Together.times(6, i -> admin.client().post(MEMBERS, body("d@race.example")).status());
    assertThat(answers).containsOnly(201, 409).containsOnlyOnce(201);
    assertThat(listed()).containsOnlyOnce("d@race.example");
  }

  @Test
  void every_faulty_field_is_named() {
    var faulty = Map.of("email", "x", "name", " ", "password", "short", "roles", List.of("root"));
    assertThat(faultyFields(admin.client().post(MEMBERS, faulty)))
        .containsExactlyInAnyOrder("email", "name", "password", "roles[0]");
    assertThat(faultyFields(admin.client().post(MEMBERS, Map.of())))
        .containsExactlyInAnyOrder("email", "name", "password");
    assertThat(faultyFields(admin.patch(member(admin), Map.of("roles", List.of()))))
        .containsExactly("roles");
  }
}

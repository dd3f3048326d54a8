package org.rowhouse.tenantplane.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** Admins come and go and one stays; who is removed or changed is out at once. */
class RemovalIT {

  private static final String MEMBERS = API + "/members";
  private static final Map<String, ?> TO_ADMIN = Map.of("roles", List.of("admin"));
  private static final Map<String, ?> TO_MEMBER = Map.of("roles", List.of("member"));

  private static TestTenant tenant;
  private static Person admin;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
  }

  @Test
  void the_last_admin_stays() {
    Answer refused = admin.delete(member(admin)).expect(409);
    assertThat(refused.json().get("type").asText()).endsWith("/last-admin");
    admin.patch(member(admin), TO_MEMBER).expect(409);
    admin.patch(member(admin), Map.of("name", "Ada L.")).expect(200);
    Person second = tenant.join("admin");
    second.delete(member(second)).expect(204);
    admin.client().get(API + "/me").expect(200);
  }

  @Test
  void two_admins_who_take_each_other_away_leave_one() throws Exception {
    TestTenant small = TestTenant.fresh();
    Person one = small.admin();
    for (int round = 0; round < 6; round++) {
      boolean removing = round % 2 == 0;
      Person a = one;
      Person b = small.ledBy(one).join("admin");
      List<Answer> answers =
          Together.all(
              List.of(
                  () -> removing ? a.delete(member(b)) : a.patch(member(b), TO_MEMBER),
                  () -> removing ? b.delete(member(a)) : b.patch(member(a), TO_MEMBER)));
      boolean first = answers.get(0).isOk();
      assertThat(first).as(answers.toString()).isNotEqualTo(answers.get(1).isOk());
      assertThat(answers.get(first ? 1 : 0).status()).isIn(401, 409, 412);
      one = first ? a : b;
      List<String> admins = admins(one);
      assertThat(admins).containsExactly(one.id());
    }
  }

  private static List<String> admins(Person reader) {
    List<String> ids = new ArrayList<>();
    for (JsonNode each :
        reader.client().get(MEMBERS + "?limit=200").expect(200).json().get("items")) {
      if (each.get("roles").toString().contains("admin")) {
        ids.add(each.get("id").asText());
      }
    }
    return ids;
  }

  @Test
  void a_removed_members_tokens_die_at_once() {
    Person bob = tenant.join("member");
    bob.client().get(API + "/projects").expect(200);
    admin.delete(member(bob)).expect(204);
    bob.client().get(API + "/projects").expect(401);
    bob.client().post(API + "/projects", Map.of("key", "GONE", "name", "x")).expect(401);
    tenant.refresh(bob.refresh()).expect(401);
    tenant.signIn(bob.email(), PASSWORD).expect(401);
  }

  @Test
  void a_change_of_role_voids_the_old_tokens_and_a_change_of_name_does_not() {
    Person bob = tenant.join("member");
    admin.patch(member(bob), Map.of("name", "Robert")).expect(200);
    bob.client().get(API + "/me").expect(200);
    admin.patch(member(bob), TO_ADMIN).expect(200);
    bob.client().get(API + "/me").expect(401);
    tenant.refresh(bob.refresh()).expect(401);
    Person again = tenant.signedIn(bob.email());
    assertThat(again.client().get(API + "/me").json().get("roles").toString()).contains("admin");
    admin.patch(member(bob), TO_MEMBER).expect(200);
    again.client().post(MEMBERS, Map.of()).expect(401);
  }

  @Test
  void whoever_signs_in_while_being_removed_gets_nothing_that_works() throws Exception {
    for (int round = 0; round < 8; round++) {
      Person bob = tenant.join("member");
      int delay = 40 * round;
      List<Answer> answers =
          Together.all(
              List.of(
                  () -> tenant.signIn(bob.email(), PASSWORD),
                  () -> tenant.refresh(bob.refresh()),
                  () -> {
                    Thread.sleep(delay);
                    return admin.delete(member(bob)).expect(204);
                  }));
      for (Answer tokens : answers.subList(0, 2)) {
        if (tokens.expect(200, 401).isOk()) {
          String access = tokens.json().get("accessToken").asText();
          tenant.anybody().withToken(access).get(API + "/projects").expect(401);
          tenant.refresh(tokens.json().get("refreshToken").asText()).expect(401);
        }
      }
    }
  }
}

package org.rowhouse.tenantplane.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** A member changes its own password. */
class PasswordIT {

  private static final String OWN = API + "/me/password";
  private static final String NEW = "another battery staple";

  private static TestTenant tenant;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
  }

  private static Answer change(Person member, String current, String next) {
    return member.client().put(OWN, Map.of("current", current, "password", next));
  }

  @Test
  void a_new_password_ends_the_other_sessions_and_no_other_members() {
    Person here = tenant.join("member");
    Person there = tenant.signedIn(here.email());
    Person bystander = tenant.join("member");
    change(here, PASSWORD, NEW).expect(204);

    there.client().get(API + "/me").expect(401);
    tenant.refresh(there.refresh()).expect(401);
    here.client().get(API + "/me").expect(200);
    tenant.refresh(here.refresh()).expect(200);
    bystander.client().get(API + "/me").expect(200);
    tenant.refresh(bystander.refresh()).expect(200);
    tenant.signIn(here.email(), PASSWORD).expect(401);
    tenant.signIn(here.email(), NEW).expect(200);
  }

  @Test
  void who_does_not_know_the_old_password_changes_nothing() {
    Person bob = tenant.join("member");
    Person elsewhere = tenant.signedIn(bob.email());
    assertThat(faultyFields(change(bob, "wrong", NEW))).containsExactly("current");
    assertThat(faultyFields(change(bob, PASSWORD, "short"))).containsExactly("password");
    tenant.anybody().put(OWN, Map.of("current", PASSWORD, "password", NEW)).expect(401);
    elsewhere.client().get(API + "/me").expect(200);
    tenant.signIn(bob.email(), PASSWORD).expect(200);
  }

  @Test
  void of_two_changes_at_once_one_holds_and_who_signs_in_meanwhile_has_its_password()
      throws Exception {
    Person bob = tenant.join("member");
    Person elsewhere = tenant.signedIn(bob.email());
    List<Answer> answers =
        Together.all(
            List.of(
                () -> change(bob, PASSWORD, NEW),
                () -> change(elsewhere, PASSWORD, NEW + " too"),
                () -> tenant.signIn(bob.email(), PASSWORD)));
    boolean first = answers.get(0).isOk();
    assertThat(answers.get(1).isOk()).isNotEqualTo(first);
    assertThat(answers.get(first ? 1 : 0).status()).isIn(400, 401, 409);
    (first ? bob : elsewhere).client().get(API + "/me").expect(200);
    (first ? elsewhere : bob).client().get(API + "/me").expect(401);
    if (answers.get(2).expect(200, 401).isOk()) {
      String token = answers.get(2).json().get("accessToken").asText();
      tenant.anybody().withToken(token).get(API + "/me").expect(401);
    }
    tenant.signIn(bob.email(), first ? NEW : NEW + " too").expect(200);
    tenant.signIn(bob.email(), PASSWORD).expect(401);
  }
}

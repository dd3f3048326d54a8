package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.Orphans;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.EmailToVerify;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

/** Sign-ups of the public, where three from one address and five in all are let in an hour. */
class PublicSignUpIT {

  private TestPlane plane;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void one_address_gets_its_share_and_all_together_theirs() {
    for (int i = 0; i < 3; i++) {
      begin("first" + i, "192.0.2.1");
    }
    assertRefused("192.0.2.1");
    begin("second0", "192.0.2.2");
    begin("second1", "192.0.2.2");
    assertRefused("192.0.2.3");
    assertThatThrownBy(() -> plane.signUp.requireLikely(Optional.empty(), Asker.at("192.0.2.3")))
        .isInstanceOf(Problem.class);
    plane.begin("an-operators", Isolation.SHARED);
    String kept =
        plane
            .owner()
            .withHandle(
                h ->
                    h.select("select string_agg(o::text, ' ') from control.operation o")
                        .mapTo(String.class)
                        .one());
    assertThat(kept).doesNotContain("192.0.2");
  }

  @Test
  void an_address_that_must_be_proven_holds_the_sign_up_until_its_code_is_back() {
    AtomicReference<EmailToVerify> sent = sendingMail();
    Operation begun = begin("proven", "192.0.2.1");
    assertThat(plane.runner.workOnNext()).isTrue();
    assertThat(sent.get().email()).isEqualTo("ada@acme.example");
    assertThat(status(begun)).isEqualTo(Tenant.Status.PROVISIONING);
    assertThat(plane.runner.workOnNext()).isFalse();

    assertThatThrownBy(() -> plane.verification.verify(begun.id(), "a guess"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
    plane.verification.verify(begun.id(), sent.get().code());
    plane.workOff();
    assertThat(status(begun)).isEqualTo(Tenant.Status.ACTIVE);
    assertThatThrownBy(() -> plane.verification.verify(begun.id(), sent.get().code()))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
  }

  @Test
  void an_address_that_is_not_proven_within_a_day_frees_its_slug() {
    Orphans orphans = Orphans.since(plane);
    sendingMail();
    Operation begun = begin("unproven", "192.0.2.1");
    plane.runner.workOnNext();
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set due_at = now(),"
                        + " created_at = now() - interval '25 hours'"));
    plane.workOff();
    assertThat(status(begun)).isEqualTo(Tenant.Status.FAILED);
    assertThat(orphans.all()).isEmpty();
    assertThat(plane.begin("unproven", Isolation.SHARED)).isNotNull();
  }

  @Test
  void operators_prove_nothing() {
    AtomicReference<EmailToVerify> sent = sendingMail();
    Operation begun = plane.begin("trusted", Isolation.SHARED);
    plane.workOff();
    assertThat(status(begun)).isEqualTo(Tenant.Status.ACTIVE);
    assertThat(sent.get()).isNull();
  }

  private AtomicReference<EmailToVerify> sendingMail() {
    AtomicReference<EmailToVerify> sent = new AtomicReference<>();
    plane.mail.set(
        email -> {
          email.require();
          sent.set(email);
        });
    return sent;
  }

  private Tenant.Status status(Operation begun) {
    return plane.tenants.byId(begun.tenantId()).orElseThrow().status();
  }

  private Operation begin(String slug, String address) {
    return plane.signUp.begin(
        TestPlane.applicant(slug, Isolation.SHARED), Asker.at(address), Optional.empty());
  }

  private void assertRefused(String address) {
    assertThatThrownBy(() -> begin("refused", address))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.status()).isEqualTo(429);
              assertThat(p.headers()).containsKey("Retry-After");
            });
  }
}

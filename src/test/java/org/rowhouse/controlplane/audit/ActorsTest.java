package org.rowhouse.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

class ActorsTest {

  private static final Secrets SECRETS =
      new Secrets(ExampleSettings.with("BASE_DOMAIN", "rowhouse.example"));
  private static final UUID MEMBER = Ids.next();

  private static String told(Plane plane, String issuer, String subject, UUID member) {
    Caller caller =
        new Caller(
            plane,
            issuer,
            subject,
            Optional.ofNullable(member),
            Optional.of(new TenantId(Ids.next())),
            Optional.empty(),
            Set.of("admin"));
    CurrentCaller current =
        new CurrentCaller() {
          @Override
          public Optional<Caller> find() {
            return Optional.of(caller);
          }
        };
    return new Actors(current, SECRETS).caller().orElseThrow();
  }

  @Test
  void who_has_an_id_here_is_told_by_it() {
    assertThat(told(Plane.CONTROL, "us", "17", null)).isEqualTo("operator:17");
    assertThat(told(Plane.TENANT, "us", "17", MEMBER)).isEqualTo("member:" + MEMBER);
  }

  @Test
  void what_an_external_issuer_calls_somebody_stays_out_of_the_trail() {
    String ada = told(Plane.TENANT, "https://them.example", "ada@acme.example", null);
    assertThat(ada).matches("outside:[0-9a-f]{32}").doesNotContain("ada");
    assertThat(told(Plane.TENANT, "https://them.example", "ada@acme.example", null)).isEqualTo(ada);
    assertThat(told(Plane.TENANT, "https://them.example", "bob", null)).isNotEqualTo(ada);
    assertThat(told(Plane.TENANT, "https://others.example", "ada@acme.example", null))
        .isNotEqualTo(ada);
  }
}

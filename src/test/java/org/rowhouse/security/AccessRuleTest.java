package org.rowhouse.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

  @RolesAllowed("admin")
  static class Members {
    public void list() {}

    @PermitAll
    public void signUp() {}

    @DenyAll
    public void never() {}

    @RolesAllowed({"member", "admin"})
    public void read() {}
  }

  static class ContainersProxy extends Members {
    @Override
    public void signUp() {
      super.signUp();
    }

    @Override
    public void never() {
      super.never();
    }
  }

  static class Plain {
    public void list() {}
  }

  private static AccessRule rule(Class<?> type, String method) throws NoSuchMethodException {
    return AccessRule.of(type, type.getMethod(method));
  }

  private static Caller with(String... roles) {
    return new Caller(
        Plane.TENANT,
        "i",
        "s",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(roles));
  }

  @Test
  void the_method_overrules_its_class() throws Exception {
    assertThat(rule(Members.class, "list").admits(with("admin"))).isTrue();
    assertThat(rule(Members.class, "list").admits(with("member"))).isFalse();
    assertThat(rule(Members.class, "read").admits(with("member"))).isTrue();
    assertThat(rule(Members.class, "read").admits(with())).isFalse();
    assertThat(rule(Members.class, "signUp").everybody()).isTrue();
    assertThat(rule(Members.class, "never").admits(with("admin"))).isFalse();
  }

  @Test
  void a_proxy_class_loses_no_rule() throws Exception {
    assertThat(rule(ContainersProxy.class, "list").admits(with("member"))).isFalse();
    assertThat(rule(ContainersProxy.class, "never").admits(with("admin"))).isFalse();
    assertThat(rule(ContainersProxy.class, "signUp").everybody()).isTrue();
  }

  @Test
  void a_method_that_says_nothing_is_for_callers_and_not_for_everybody() throws Exception {
    assertThat(rule(Plain.class, "list").everybody()).isFalse();
    assertThat(rule(Plain.class, "list").admits(with())).isTrue();
    assertThat(AccessRule.of(null, null).everybody()).isFalse();
  }
}

package org.rowhouse.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class TenantScopeTest {

  private static final Tenant ACME = tenant("acme");
  private static final Tenant GLOBEX = tenant("globex");

  private final CurrentTenant current = new CurrentTenant();
  private final Contexts contexts = new Contexts();
  private final TenantScope scope = new TenantScope(current, contexts.instance());

  private static Tenant tenant(String slug) {
    Home home = new Home(Ids.next(), Isolation.SHARED, Ids.next(), "db", "h_1", Home.State.READY);
    return new Tenant(
        new TenantId(Ids.next()),
        slug,
        slug,
        Tenant.Status.ACTIVE,
        Isolation.SHARED,
        home,
        Limits.STANDARD,
        1);
  }

  @Test
  void without_a_scope_there_is_no_tenant_and_no_default() {
    assertThat(current.isPresent()).isFalse();
    assertThatThrownBy(current::get).isInstanceOf(NoTenant.class);
  }

  @Test
  void a_scope_ends_however_its_work_ends() {
    assertThat(scope.call(ACME, current::get)).isSameAs(ACME);
    assertThat(current.isPresent()).isFalse();
    assertThatThrownBy(
            () ->
                scope.run(
                    ACME,
                    () -> {
                      throw new UnsupportedOperationException("work");
                    }))
        .hasMessage("work");
    assertThat(current.isPresent()).isFalse();
    assertThat(contexts.open).isZero();
  }

  @Test
  void inside_one_tenant_no_other_can_be_entered() {
    scope.run(
        ACME,
        () -> {
          assertThatThrownBy(() -> scope.run(GLOBEX, () -> {})).isInstanceOf(WrongTenant.class);
          assertThatThrownBy(() -> scope.enterForRequest(GLOBEX)).isInstanceOf(WrongTenant.class);
          assertThat(current.get()).isSameAs(ACME);
          scope.run(ACME, () -> assertThat(current.get()).isSameAs(ACME));
          assertThat(current.get()).isSameAs(ACME);
        });
    assertThat(contexts.open).isZero();
  }

  @Test
  void only_an_active_tenant_in_a_ready_home_is_served() {
    assertThat(ACME.requireServable()).isSameAs(ACME);
    assertThatThrownBy(() -> with(Tenant.Status.SUSPENDED).requireServable())
        .isInstanceOf(TenantSuspended.class);
    assertThatThrownBy(() -> with(Tenant.Status.PROVISIONING).requireServable())
        .isInstanceOf(TenantUnavailable.class);
    assertThatThrownBy(() -> with(Tenant.Status.FAILED).requireServable())
        .isInstanceOf(UnknownTenant.class);
    for (Home.State state : new Home.State[] {Home.State.PENDING, Home.State.FAILED}) {
      Home home = new Home(Ids.next(), Isolation.SCHEMA, Ids.next(), "db", "h_1", state);
      Tenant tenant =
          new Tenant(
              ACME.id(),
              "acme",
              "Acme",
              Tenant.Status.ACTIVE,
              Isolation.SCHEMA,
              home,
              Limits.STANDARD,
              1);
      assertThatThrownBy(tenant::requireServable).isInstanceOf(TenantUnavailable.class);
    }
  }

  private static Tenant with(Tenant.Status status) {
    return new Tenant(
        ACME.id(), "acme", "Acme", status, Isolation.SHARED, ACME.home(), Limits.STANDARD, 1);
  }

  /** Request contexts that are only counted. */
  private static final class Contexts implements RequestContextController {
    private int open;

    @Override
    public boolean activate() {
      return ++open == 1;
    }

    @Override
    public void deactivate() {
      open = 0;
    }

    @SuppressWarnings("unchecked")
    Instance<RequestContextController> instance() {
      return (Instance<RequestContextController>)
          Proxy.newProxyInstance(
              Instance.class.getClassLoader(),
              new Class<?>[] {Instance.class},
              (self, method, arguments) -> method.getName().equals("get") ? this : null);
    }
  }
}

package org.rowhouse.testkit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.rowhouse.controlplane.operation.Endings;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.provisioning.Asker;
import org.rowhouse.controlplane.provisioning.SignUp;
import org.rowhouse.controlplane.provisioning.Suspensions;
import org.rowhouse.security.Passwords;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.TenantScope;
import org.rowhouse.tenancy.UnknownTenant;
import org.rowhouse.tenantplane.member.TokensResource;
import org.rowhouse.tenantplane.member.TokensResource.Credentials;

/** The kit's hands inside the server: the beans that requests go through too. */
@ApplicationScoped
class InServer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Asker BY_TEST = new Asker(Optional.of("test"), Optional.empty());

  @Inject private TenantScope scope;
  @Inject private TenantDirectory directory;
  @Inject private SignUp signUp;
  @Inject private Endings endings;
  @Inject private Suspensions suspensions;
  @Inject private Passwords passwords;
  @Inject private TokensResource tokens;

  <T> T call(TenantId tenant, Supplier<T> work) {
    return scope.call(
        directory.byId(tenant).orElseThrow(UnknownTenant::new).requireServable(), work);
  }

  @Transactional
  <T> T transaction(Supplier<T> work) {
    return work.get();
  }

  TenantId signUp(ThrowAwayTenant.Plan plan) {
    var admin =
        new FirstAdmin(plan.adminEmail(), plan.organization(), passwords.hash(plan.password()));
    var applicant =
        new SignUp.Applicant(
            plan.organization(),
            Optional.of(plan.slug()),
            plan.isolation(),
            Optional.empty(),
            admin,
            false);
    Operation begun = signUp.begin(applicant, BY_TEST, Optional.empty());
    Operation ended = endings.await(begun.id(), PATIENCE);
    if (ended.state() != Operation.State.SUCCEEDED) {
      throw new IllegalStateException(
          "The sign-up of %s is %s: %s".formatted(plan.slug(), ended.state(), ended.error()));
    }
    return ended.tenantId();
  }

  @ActivateRequestContext
  String token(ThrowAwayTenant.Plan plan) {
    return tokens
        .signIn(new Credentials(plan.adminEmail(), plan.password(), plan.slug()))
        .accessToken();
  }

  void suspend(TenantId tenant) {
    suspensions.suspend(tenant);
  }
}

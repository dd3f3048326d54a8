package org.rowhouse.tenancy.isolation;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.testkit.ThrowAwayTenant;

/** Two neighbours in one home and a tenant with a schema of its own, signed up on first use. */
@ApplicationScoped
class Tenants {

  @Inject private TenantDirectory directory;

  private Tenant acme;
  private Tenant globex;
  private Tenant alone;

  @PostConstruct
  void signUp() {
    acme = tenant(Isolation.SHARED);
    globex = tenant(Isolation.SHARED);
    alone = tenant(Isolation.SCHEMA);
  }

  Tenant acme() {
    return acme;
  }

  Tenant globex() {
    return globex;
  }

  Tenant alone() {
    return alone;
  }

  /** A row of {@code tenant} that only the superuser made. */
  static UUID project(Tenant tenant, UUID id, String key) {
    Superuser.execute(
        "insert into %s.project values ('%s', '%s', 1, '%s', '%s', null, now(), now())",
        tenant.home().schema(), tenant.id(), id, key, key);
    return id;
  }

  static UUID project(Tenant tenant, String key) {
    return project(tenant, Ids.next(), key);
  }

  /** How many projects there are with this key, whoever looks. */
  static int projects(Tenant tenant, String key) {
    return Integer.parseInt(
        Superuser.text(
            "select count(*) from %s.project where tenant_id = '%s' and key = '%s'",
            tenant.home().schema(), tenant.id(), key));
  }

  private Tenant tenant(Isolation isolation) {
    return directory.byId(ThrowAwayTenant.inServer(isolation).id()).orElseThrow();
  }
}

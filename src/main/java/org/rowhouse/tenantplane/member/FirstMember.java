package org.rowhouse.tenantplane.member;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.util.List;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;

/** Makes the first admin of a new tenant. */
@ApplicationScoped
public class FirstMember {

  @Inject private Members members;

  @Transactional
  public void create(@Observes @Priority(Interceptor.Priority.APPLICATION) TenantCreated created) {
    FirstAdmin admin = created.admin();
    if (members.byEmail(admin.email()).isEmpty()) {
      members.add(
          new Member(admin.email(), admin.name(), List.of(Member.ADMIN), admin.passwordHash()));
    }
  }
}

package org.rowhouse.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The door for callers who have no access token yet and name their tenant in what they send: to
 * sign in and to refresh. It opens onto the tenant that the host named, if it named one, and no
 * other.
 */
@ApplicationScoped
public class TenantDoor {

  private final TenantDirectory directory;
  private final CurrentTenant current;
  private final TenantScope scope;
  @Inject private HttpServletRequest request;

  TenantDoor() {
    this(null, null, null);
  }

  @Inject
  public TenantDoor(TenantDirectory directory, CurrentTenant current, TenantScope scope) {
    this.directory = directory;
    this.current = current;
    this.scope = scope;
  }

  /**
   * Runs {@code work} inside the tenant called {@code slug}, or inside the request's own for null.
   *
   * @return empty when no tenant is called so, or it is gone, or none is named at all
   * @throws TenantMismatch when the request is inside another tenant
   */
  public <T> Optional<T> enter(String slug, Supplier<T> work) {
    return slug == null && current.isPresent()
        ? Optional.of(work.get())
        : enter(slug == null ? Optional.empty() : directory.bySlug(slug), work);
  }

  /**
   * Runs {@code work} inside the tenant with this id.
   *
   * @return empty when there is none, or it is gone
   * @throws TenantMismatch when the request is inside another tenant
   */
  public <T> Optional<T> enter(TenantId id, Supplier<T> work) {
    return enter(directory.byId(id), work);
  }

  private <T> Optional<T> enter(Optional<Tenant> tenant, Supplier<T> work) {
    if (current.isPresent() && !tenant.map(Tenant::id).equals(Optional.of(current.get().id()))) {
      throw new TenantMismatch();
    }
    return tenant
        .filter(t -> !t.isGone())
        .map(
            t ->
                scope.call(
                    t.requireServable(),
                    () -> {
                      LoggedTenant.entered(request, t);
                      return work.get();
                    }));
  }
}

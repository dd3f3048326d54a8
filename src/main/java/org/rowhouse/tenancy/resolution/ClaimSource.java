package org.rowhouse.tenancy.resolution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.rowhouse.tenancy.TenantClaim;

/** The {@code tenant} claim of the verified token. */
@ApplicationScoped
class ClaimSource implements TenantSource {

  private final TenantClaim claim;

  ClaimSource() {
    this(null);
  }

  @Inject
  ClaimSource(TenantClaim claim) {
    this.claim = claim;
  }

  @Override
  public Optional<TenantKey> read(HttpServletRequest request) {
    return claim.find().map(TenantKey::ofId);
  }
}

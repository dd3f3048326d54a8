package org.rowhouse.tenancy.resolution;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** One place of a request that may name the tenant. */
interface TenantSource {

  /** The key that the request carries at this place, if it carries one. */
  Optional<TenantKey> read(HttpServletRequest request);
}

package org.rowhouse.tenancy;

import java.util.Optional;

/**
 * Which tenants there are. Answers from memory, at most 5 s behind the truth: a change made by
 * another node is seen within that time, and a directory that cannot keep it refuses to answer.
 */
public interface TenantDirectory {

  /**
   * @throws org.rowhouse.http.Problem 503 when the directory is staler than promised
   */
  Optional<Tenant> byId(TenantId id);

  /**
   * @throws org.rowhouse.http.Problem 503 when the directory is staler than promised
   */
  Optional<Tenant> bySlug(String slug);

  /**
   * The slug that the tenant has now who was called {@code slug} until not long ago; empty when
   * none was, or its visitors are no longer sent on.
   */
  Optional<String> movedTo(String slug);

  /**
   * The tenant that has proved the domain {@code name} to be its own. Strangers may ask for any
   * name: what is not known here and now is denied, so a new domain is known to other nodes a
   * moment later.
   *
   * @throws org.rowhouse.http.Problem 503 when the directory is staler than promised
   */
  Optional<Tenant> byDomain(String name);
}

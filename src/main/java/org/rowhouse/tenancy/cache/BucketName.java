package org.rowhouse.tenancy.cache;

import org.rowhouse.tenancy.TenantId;

/** What limits are called in Redis. */
public final class BucketName {

  private BucketName() {}

  /** Of something that a tenant has a share of, or somebody inside it. */
  public static String of(TenantId tenant, String... parts) {
    return "t:{" + tenant + "}:limit:" + joined(parts);
  }

  /** Of somebody outside all tenants. */
  public static String outside(String pseudonym, String kind) {
    return "control:limit:{" + joined(pseudonym) + "}:" + joined(kind);
  }

  private static String joined(String... parts) {
    for (String part : parts) {
      if (!part.matches("[a-z0-9-]{1,64}")) {
        throw new IllegalArgumentException("Not a part of a bucket's name");
      }
    }
    return String.join(":", parts);
  }
}

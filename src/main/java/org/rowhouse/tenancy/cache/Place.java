package org.rowhouse.tenancy.cache;

import java.util.Arrays;
import java.util.List;
import org.rowhouse.tenancy.TenantId;

/**
 * Where something of a tenant lies: the only code that makes names for Redis.
 *
 * <p>The names are injective. Each part is written byte by byte of its UTF-8 (a lone surrogate as
 * the three bytes that UTF-8 has no other use for), all but {@code [A-Za-z0-9._-]} escaped by a
 * percent sign, null as {@code ~}; parts are joined by colons after their number. What stands in
 * braces is the hash tag by which a cluster keeps all of a tenant together.
 *
 * @param address where within the tenant
 */
public record Place(TenantId tenant, String address) {

  private static final String HEX = "0123456789ABCDEF";

  static Place of(TenantId tenant, String region, Key key) {
    return new Place(tenant, joined(new StringBuilder(region).append(':'), key.parts()));
  }

  /** Where the edition of its details lies. */
  Place edition() {
    return new Place(tenant, address + ":edition");
  }

  /** One of many that are forgotten together, with the edition that they belong to. */
  Place detail(String edition, Key detail) {
    return new Place(
        tenant,
        joined(new StringBuilder(address).append(':').append(edition).append(':'), detail.parts()));
  }

  /** The name in Redis, as long as the tenant has this generation. */
  String under(String generation) {
    return ofTenant(tenant) + generation + ':' + address;
  }

  /** The same for the same place on every node; different places may share it. */
  long mark() {
    long hash = 0xcbf29ce484222325L ^ tenant.value().getLeastSignificantBits();
    for (int i = 0; i < address.length(); i++) {
      hash = (hash ^ address.charAt(i)) * 0x100000001b3L;
    }
    return hash ^ hash >>> 32;
  }

  /** What all names of the tenant begin with. */
  static String ofTenant(TenantId tenant) {
    return "t:{" + tenant + "}:";
  }

  /** The name of what all names of the tenant's values hold: another one forgets them all. */
  static String generation(TenantId tenant) {
    return ofTenant(tenant) + "generation";
  }

  /** The name of a bucket of the tenant's. */
  public static String bucket(TenantId tenant, String... parts) {
    return joined(new StringBuilder(ofTenant(tenant)).append("limit:"), Arrays.asList(parts));
  }

  /** The name of a bucket of somebody who is in no tenant. */
  public static String bucketOfStranger(String... parts) {
    return joined(new StringBuilder("control:limit:{"), Arrays.asList(parts)) + '}';
  }

  private static String joined(StringBuilder name, List<String> parts) {
    name.append(parts.size());
    for (String part : parts) {
      name.append(':');
      if (part == null) {
        name.append('~');
      } else {
        part.codePoints().forEach(point -> escape(name, point));
      }
    }
    return name.toString();
  }

  private static void escape(StringBuilder name, int point) {
    if (point >= 'a' && point <= 'z'
        || point >= '0' && point <= '9'
        || point >= 'A' && point <= 'Z'
        || point == '-'
        || point == '.'
        || point == '_') {
      name.append((char) point);
    } else if (point < 0x80) {
      octet(name, point);
    } else if (point < 0x800) {
      octet(name, 0xC0 | point >> 6);
      octet(name, 0x80 | point & 0x3F);
    } else if (point < 0x10000) {
      octet(name, 0xE0 | point >> 12);
      octet(name, 0x80 | point >> 6 & 0x3F);
      octet(name, 0x80 | point & 0x3F);
    } else {
      octet(name, 0xF0 | point >> 18);
      octet(name, 0x80 | point >> 12 & 0x3F);
      octet(name, 0x80 | point >> 6 & 0x3F);
      octet(name, 0x80 | point & 0x3F);
    }
  }

  private static void octet(StringBuilder name, int octet) {
    name.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
  }
}

package org.rowhouse.security.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.rowhouse.security.Plane;
import org.rowhouse.tenancy.TenantId;

/** Reads claims strictly: what is not exactly as it must be is refused. */
class Claims {

  private Claims() {}

  static Optional<UUID> uuid(JWTClaimsSet claims, String name) throws ParseException {
    String text = claims.getStringClaim(name);
    if (text == null) {
      TokenShape.require(!claims.getClaims().containsKey(name));
      return Optional.empty();
    }
    UUID id = UUID.fromString(text);
    // fromString also takes short forms; an id has one spelling
    TokenShape.require(id.toString().equals(text));
    return Optional.of(id);
  }

  static Optional<TenantId> tenant(Plane plane, JWTClaimsSet claims) throws ParseException {
    Optional<TenantId> tenant = uuid(claims, "tenant").map(TenantId::new);
    TokenShape.require(tenant.isPresent() == (plane == Plane.TENANT));
    return tenant;
  }

  /** The roles that exist on this plane; groups unknown here give nothing. */
  static Set<String> roles(Plane plane, JWTClaimsSet claims) throws ParseException {
    Set<String> known =
        switch (plane) {
          case TENANT -> Set.of("admin", "member");
          case CONTROL -> Set.of("operator");
        };
    List<String> groups = claims.getStringListClaim("groups");
    return groups == null
        ? Set.of()
        : groups.stream().filter(known::contains).collect(Collectors.toUnmodifiableSet());
  }
}

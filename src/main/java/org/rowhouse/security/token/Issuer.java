package org.rowhouse.security.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.rowhouse.security.Plane;

/** Somebody whose tokens are accepted: the keys are his own, and so are the limits of his word. */
interface Issuer {

  /** The keys of this issuer that may have signed under this header; empty refuses. */
  List<? extends JWK> keys(JWSHeader header);

  /** How far past its expiry a token is still accepted. */
  Duration leeway();

  /**
   * What these claims, whose signature and times are good, mean on this plane.
   *
   * @throws org.rowhouse.security.Unauthenticated when this issuer may not say so
   */
  Verified accept(Plane plane, JWTClaimsSet claims, Instant now) throws ParseException;
}

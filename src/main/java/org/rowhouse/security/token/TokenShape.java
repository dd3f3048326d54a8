package org.rowhouse.security.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import org.rowhouse.security.Unauthenticated;

/** What a token must look like before anybody thinks about its keys. */
class TokenShape {

  static final int MAX_LENGTH = 8 * 1024;

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.EdDSA);
  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  private TokenShape() {}

  /**
   * Parses a compact JWS; nothing in it is believed yet.
   *
   * @throws Unauthenticated for any other thing
   */
  static SignedJWT parse(String token) throws ParseException {
    require(token.length() <= MAX_LENGTH);
    require(token.chars().allMatch(TokenShape::isCompact));
    require(token.chars().filter(c -> c == '.').count() == 2);
    SignedJWT jwt = SignedJWT.parse(token);
    JWSHeader header = jwt.getHeader();
    require(ALGORITHMS.contains(header.getAlgorithm()));
    require(header.getType() == null || TYPES.contains(header.getType()));
    // crit asks us to understand what we do not; b64 changes what is signed
    Map<String, Object> raw = JSONObjectUtils.parse(header.getParsedBase64URL().decodeToString());
    require(!raw.containsKey("crit") && !raw.containsKey("b64"));
    return jwt;
  }

  static void require(boolean sound) {
    if (!sound) {
      throw new Unauthenticated();
    }
  }

  private static boolean isCompact(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
  }
}

package org.rowhouse.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** EdDSA over Ed25519 by the JDK; the library's own verifier needs a further dependency. */
class Ed25519Verifier implements JWSVerifier {

  private static final String SPKI_PREFIX = "302a300506032b6570032100";

  private final JCAContext context = new JCAContext();
  private final PublicKey key;

  Ed25519Verifier(OctetKeyPair jwk) throws JOSEException {
    byte[] x = jwk.getDecodedX();
    if (!Curve.Ed25519.equals(jwk.getCurve()) || x.length != 32) {
      throw new JOSEException("Not an Ed25519 key");
    }
    try {
      String der = SPKI_PREFIX + HexFormat.of().formatHex(x);
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(der)));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("Not an Ed25519 key", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature)
      throws JOSEException {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(signingInput);
      return check.verify(signature.decode());
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new JOSEException("Cannot check an Ed25519 signature", e);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.EdDSA);
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}

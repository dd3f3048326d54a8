package org.rowhouse.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;

/** Checks one signature with one key; an algorithm that does not belong to the key fails. */
class Signatures {

  private static final int MIN_RSA_BITS = 2048;

  boolean verify(SignedJWT jwt, JWK key) throws JOSEException {
    JWSVerifier verifier;
    if (key instanceof ECKey ec) {
      verifier = new ECDSAVerifier(ec.toPublicJWK());
    } else if (key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS) {
      verifier = new RSASSAVerifier(rsa.toPublicJWK());
    } else if (key instanceof OctetKeyPair okp) {
      verifier = new Ed25519Verifier(okp);
    } else {
      return false;
    }
    return verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())
        && jwt.verify(verifier);
  }
}

package org.rowhouse.security;

import com.nimbusds.jose.jwk.ECKey;
import java.util.List;

/** The built-in issuer's ES256 keys, shared by all nodes. */
public interface KeyStore {

  /**
   * The key that signs now, with its private part.
   *
   * @throws org.rowhouse.http.Problem 503 when this node has lost touch with the store
   */
  ECKey signing();

  /**
   * The public parts of all keys that verify now, future signers included: what is published. The
   * same list object as long as nothing changes, so that what was verified against it can be told
   * from what was not; at most 60 s behind the truth.
   *
   * @throws org.rowhouse.http.Problem 503 when this node has lost touch with the store
   */
  List<ECKey> published();
}

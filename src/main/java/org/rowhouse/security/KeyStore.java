package org.rowhouse.security;

import com.nimbusds.jose.jwk.ECKey;
import java.util.List;

/** Where the built-in issuer's keys are kept, shared by all nodes. */
public interface KeyStore {

  /**
   * The keys in force, newest first: the first signs, all verify. Private parts included. At most 5
   * s behind the truth.
   */
  List<ECKey> keys();
}

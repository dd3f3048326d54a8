package org.rowhouse.bench.plain;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import org.rowhouse.security.KeyStore;

/** The product's keys as it publishes them, fetched once. */
@ApplicationScoped
public class PublishedKeys implements KeyStore {

  @Inject private HttpServletRequest request;
  private volatile List<ECKey> keys;

  @Override
  public List<ECKey> published() {
    if (keys == null) {
      keys = fetched();
    }
    return keys;
  }

  private List<ECKey> fetched() {
    URI here = URI.create("http://127.0.0.1:" + request.getLocalPort());
    try {
      JWKSet set = JWKSet.load(here.resolve("/.well-known/jwks.json").toURL());
      return set.getKeys().stream().map(JWK::toECKey).toList();
    } catch (IOException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ECKey signing() {
    throw new UnsupportedOperationException("only the product signs");
  }
}

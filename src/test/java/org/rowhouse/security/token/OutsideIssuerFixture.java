package org.rowhouse.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on loopback. */
class OutsideIssuerFixture implements AutoCloseable {

  static final RSAKey RSA = rsa(2048);

  /** What the provider answers; replaced by tests that break it. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  final AtomicInteger fetches = new AtomicInteger();
  volatile Answer answer = keys(RSA);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  OutsideIssuerFixture() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
  }

  static RSAKey rsa(int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static Answer keys(JWK... keys) {
    return text(new JWKSet(Arrays.asList(keys)).toString(true));
  }

  static Answer text(String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  URI jwks() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
  }

  /** Claims of this issuer that are good as they are. */
  static JWTClaimsSet.Builder claims(TokenFixture fixture) {
    return fixture.claims().issuer("https://idp.test").audience("rowhouse").subject("jane");
  }

  static String signed(RSAKey key, JWTClaimsSet.Builder claims) {
    try {
      return signed(
          JWSAlgorithm.RS256,
          key,
          new RSASSASigner(key, Set.of(AllowWeakRSAKey.getInstance())),
          claims);
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String signed(
      JWSAlgorithm algorithm, JWK key, JWSSigner signer, JWTClaimsSet.Builder claims) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return jwt.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package org.rowhouse.security.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.rowhouse.http.Problem;
import org.rowhouse.security.KeyStore;

/** Publishes the built-in issuer's public keys. */
@WebServlet("/.well-known/jwks.json")
public class JwksServlet extends HttpServlet {

  @Inject private transient KeyStore keys;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body;
    try {
      body = document().getBytes(StandardCharsets.UTF_8);
    } catch (Problem e) {
      e.headers().forEach(response::setHeader);
      response.sendError(e.status());
      return;
    }
    response.setContentType("application/jwk-set+json");
    response.setHeader("Cache-Control", "public, max-age=60");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  String document() {
    return new JWKSet(keys.published().stream().<JWK>map(key -> key).toList()).toString(true);
  }
}

package org.rowhouse.security.token;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Fetches a JWKS in bounded time and memory, and from nowhere but the URL given. */
class JwksDownload implements ResourceRetriever {

  private static final int STEP_MS = 1_000;
  private static final long TOTAL_NS = TimeUnit.SECONDS.toNanos(3);
  private static final int MAX_BYTES = 64 * 1024;

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    long begun = System.nanoTime();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try {
      connection.setConnectTimeout(STEP_MS);
      connection.setReadTimeout(STEP_MS);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("JWKS answered " + connection.getResponseCode());
      }
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (InputStream in = connection.getInputStream()) {
        byte[] part = new byte[4096];
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
          body.write(part, 0, n);
          if (body.size() > MAX_BYTES || System.nanoTime() - begun > TOTAL_NS) {
            throw new IOException("JWKS too large or too slow");
          }
        }
      }
      return new Resource(body.toString(StandardCharsets.UTF_8), connection.getContentType());
    } finally {
      connection.disconnect();
    }
  }
}

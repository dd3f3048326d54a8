package org.rowhouse.proof.balancer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests as they came, of clients that tell the length of a body. */
final class RequestReader {

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Head and body of the next request; null when the client has gone between two. */
  byte[] next() throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    for (int last = 0; last != 0x0d0a0d0a; ) {
      int c = in.read();
      if (c < 0) {
        if (request.size() == 0) {
          return null;
        }
        throw new EOFException();
      }
      request.write(c);
      last = last << 8 | c;
    }
    Matcher length = LENGTH.matcher(request.toString(StandardCharsets.ISO_8859_1));
    if (length.find()) {
      request.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return request.toByteArray();
  }
}

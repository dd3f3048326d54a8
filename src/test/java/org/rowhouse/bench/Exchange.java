package org.rowhouse.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection that reads just enough of an answer to know where it ends. */
final class Exchange implements AutoCloseable {

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 18];
  private int from;
  private int to;
  private int bodyStart;
  private int bodyEnd;

  Exchange(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends {@code request} and answers the status; the body stays here until the next. */
  int send(byte[] request) throws IOException {
    from = to = 0;
    out.write(request);
    int length = -1;
    int status = 0;
    for (int line = 0; ; line++) {
      int start = from;
      int end = lineEnd();
      if (line == 0) {
        status = number(start + 9, start + 12, 10);
      } else if (end - start <= 2) {
        break;
      } else if (matches(start, LENGTH)) {
        length = number(start + LENGTH.length, end, 10);
      }
    }
    bodyStart = bodyEnd = from;
    if (length >= 0) {
      need(length);
      bodyEnd = from += length;
    } else {
      chunks();
    }
    return status;
  }

  /** Whether the body has {@code mark} exactly {@code times}, each followed by {@code canary}. */
  boolean hasOnly(byte[] mark, byte[] canary, int times) {
    int found = 0;
    for (int i = bodyStart; i <= bodyEnd - mark.length; i++) {
      if (buffer[i] == mark[0] && matches(i, mark)) {
        i += mark.length;
        if (i + canary.length > bodyEnd || !matches(i, canary)) {
          return false;
        }
        found++;
      }
    }
    return found == times;
  }

  String body() {
    return new String(buffer, bodyStart, bodyEnd - bodyStart, StandardCharsets.UTF_8);
  }

  /** Joins the chunks in place. */
  private void chunks() throws IOException {
    while (true) {
      int start = from;
      int size = number(start, lineEnd(), 16);
      need(size + 2);
      System.arraycopy(buffer, from, buffer, bodyEnd, size);
      from += size + 2;
      bodyEnd += size;
      if (size == 0) {
        return;
      }
    }
  }

  private int lineEnd() throws IOException {
    while (true) {
      need(1);
      if (buffer[from++] == '\n') {
        return from;
      }
    }
  }

  private void need(int count) throws IOException {
    while (to - from < count) {
      int read = in.read(buffer, to, buffer.length - to);
      if (read <= 0) {
        throw new EOFException("the server closed the connection");
      }
      to += read;
    }
  }

  private boolean matches(int at, byte[] lower) {
    for (int i = 0; i < lower.length; i++) {
      int c = buffer[at + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int at, int end, int radix) {
    int value = 0;
    for (int i = at; i < end; i++) {
      int digit = Character.digit(buffer[i], radix);
      if (digit >= 0) {
        value = value * radix + digit;
      }
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

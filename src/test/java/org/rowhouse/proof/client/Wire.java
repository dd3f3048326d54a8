package org.rowhouse.proof.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One keep-alive connection to a server on loopback, for one thread. It never sends a request
 * twice: a connection that breaks is an {@link IOException}, and the next call connects again.
 */
public final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;
  private final byte[] buffer = new byte[1 << 16];
  private Socket socket;
  private int from;
  private int to;

  public Wire(int port) {
    this.port = port;
  }

  public Answer send(Call call) throws IOException {
    return send(call.bytes(), call.method().equals("HEAD"));
  }

  /** Sends bytes that need not be a request at all. */
  public Answer send(byte[] request) throws IOException {
    return send(request, false);
  }

  /**
   * As {@link #send(byte[])} on a new connection; empty when the server ends that without an
   * answer. A server that takes no connection, or says nothing and stays, is an {@link
   * IOException}.
   */
  public Optional<Answer> sendOrBeCutOff(byte[] request) throws IOException {
    close();
    connect();
    try {
      return Optional.of(send(request));
    } catch (EOFException | SocketException e) {
      return Optional.empty();
    }
  }

  private Answer send(byte[] request, boolean headOnly) throws IOException {
    boolean kept = false;
    try {
      connect();
      writeAll(request);
      Answer answer = read(headOnly);
      kept = !"close".equalsIgnoreCase(answer.header("Connection").orElse(""));
      return answer;
    } finally {
      if (!kept) {
        close();
      }
    }
  }

  /** Sends the first {@code part} of a request over a connection of its own and cuts it. */
  public void hangUp(Call call, double part) throws IOException {
    byte[] request = call.bytes();
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
      other.getOutputStream().write(request, 0, (int) (part * request.length));
    }
  }

  private void connect() throws IOException {
    if (socket == null) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      from = to = 0;
    }
  }

  /** A server may answer a body that it will not read to the end. */
  private void writeAll(byte[] request) throws IOException {
    try {
      socket.getOutputStream().write(request);
    } catch (IOException e) {
      if (request.length <= buffer.length) {
        throw e;
      }
    }
  }

  private Answer read(boolean headOnly) throws IOException {
    String head = line();
    int status = Integer.parseInt(head.substring(9, 12));
    StringBuilder all = new StringBuilder(head);
    int length = -1;
    boolean chunked = false;
    for (String line = line(); line.length() > 2; line = line()) {
      all.append(line);
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      } else if (line.regionMatches(true, 0, "Transfer-Encoding: chunked", 0, 26)) {
        chunked = true;
      }
    }
    all.append("\r\n");
    byte[] body;
    if (headOnly || status == 204 || status == 304 || status < 200) {
      body = new byte[0];
    } else if (chunked) {
      body = chunks();
    } else if (length >= 0) {
      body = exactly(length);
    } else {
      body = rest();
    }
    Answer answer = new Answer(status, all.toString(), body);
    return status < 200 ? read(headOnly) : answer;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      all.write(exactly(size));
      line();
    }
    for (String line = line(); line.length() > 2; line = line()) {
      all.write(line.getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      fill();
      int some = Math.min(to - from, length - done);
      System.arraycopy(buffer, from, bytes, done, some);
      from += some;
      done += some;
    }
    return bytes;
  }

  private byte[] rest() throws IOException {
    byte[] buffered = Arrays.copyOfRange(buffer, from, to);
    from = to;
    byte[] rest = socket.getInputStream().readAllBytes();
    byte[] all = Arrays.copyOf(buffered, buffered.length + rest.length);
    System.arraycopy(rest, 0, all, buffered.length, rest.length);
    close();
    return all;
  }

  /** One line with its end, every byte a character. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    char c;
    do {
      fill();
      c = (char) (buffer[from++] & 0xff);
      line.append(c);
    } while (c != '\n');
    return line.toString();
  }

  private void fill() throws IOException {
    if (from == to) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new EOFException("the server closed the connection");
      }
      from = 0;
      to = count;
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone either way
      }
      socket = null;
    }
  }
}

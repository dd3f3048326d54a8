package org.rowhouse.proof.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request over HTTP/2 whose fields hold any bytes, which no honest client would send. */
final class Http2 {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_OF_STREAM_AND_HEADERS = 5;

  private Http2() {}

  /** Returns when the server has answered something, whatever it is, or has hung up. */
  static void get(int port, String path, String... headers) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", "GET");
    field(block, ":scheme", "http");
    field(block, ":authority", "127.0.0.1");
    field(block, ":path", path);
    for (int i = 0; i < headers.length; i += 2) {
      field(block, headers[i], headers[i + 1]);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
      frame(all, SETTINGS, 0, 0, new byte[0]);
      frame(all, HEADERS, END_OF_STREAM_AND_HEADERS, 1, block.toByteArray());
      socket.getOutputStream().write(all.toByteArray());
      awaitAnswer(socket.getInputStream());
    }
  }

  private static void awaitAnswer(InputStream in) throws IOException {
    for (byte[] head = in.readNBytes(9); head.length == 9; head = in.readNBytes(9)) {
      int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
      in.readNBytes(length);
      if (head[8] == 1) {
        return; // a frame of our stream: an answer or its refusal
      }
    }
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] bytes) {
    out.write(bytes.length >> 16);
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.write(type);
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    out.writeBytes(bytes);
  }

  /** Literal, not indexed, not compressed. */
  private static void field(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    string(out, name);
    string(out, value);
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("too long for this encoder: " + text);
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}

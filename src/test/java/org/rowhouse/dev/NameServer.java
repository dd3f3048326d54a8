package org.rowhouse.dev;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A DNS server on loopback (RFC 1035, UDP) with TXT records: what it does not know does not exist.
 */
public final class NameServer implements AutoCloseable {

  private static final int TXT = 16;
  private static final int HEADER = 12;
  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private volatile boolean failing;

  private NameServer(DatagramSocket socket) {
    this.socket = socket;
  }

  public static NameServer start() throws IOException {
    var server = new NameServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
    var thread = new Thread(server::serve, "name server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** For {@code ROWHOUSE_DNS_SERVERS}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** From now on {@code name} has these TXT records and no others. */
  public void put(String name, String... values) {
    texts.put(name, List.of(values));
  }

  public void remove(String name) {
    texts.remove(name);
  }

  /** Whether every answer is a failure from now on. */
  public void fail(boolean failure) {
    failing = failure;
  }

  private void serve() {
    byte[] buffer = new byte[1500];
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(buffer, packet.getLength());
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          System.err.println("name server: " + e);
        }
      }
    }
  }

  private byte[] answer(byte[] question, int length) throws IOException {
    var name = new StringBuilder();
    int at = HEADER;
    while (question[at] != 0) {
      if (!name.isEmpty()) {
        name.append('.');
      }
      name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
      at += 1 + question[at];
    }
    int end = at + 5; // the root, type and class
    int type = (question[at + 1] & 0xFF) << 8 | question[at + 2] & 0xFF;
    List<String> known = texts.get(name.toString());
    List<String> answers = type == TXT && known != null && !failing ? known : List.of();
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    out.writeByte(0x84 | question[2] & 0x01);
    out.writeByte(0x80 | (failing ? SERVER_FAILURE : known == null ? NO_SUCH_NAME : 0));
    out.writeShort(1);
    out.writeShort(answers.size());
    out.writeInt(0);
    out.write(question, HEADER, Math.min(end, length) - HEADER);
    for (String text : answers) {
      byte[] data = text.getBytes(StandardCharsets.US_ASCII);
      out.writeShort(0xC000 | HEADER);
      out.writeShort(TXT);
      out.writeShort(1);
      out.writeInt(0);
      out.writeShort(data.length + 1);
      out.writeByte(data.length);
      out.write(data);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}

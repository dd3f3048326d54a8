package org.rowhouse.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Plants faults in the running server by Byteman rules, so that the product holds no fault code. */
public final class Faults {

  private final int port;

  Faults(int port) {
    this.port = port;
  }

  /** Plants {@code rules}; closing takes all planted rules out again. */
  public Planted plant(String rules) throws IOException {
    submit("LOAD\nSCRIPT planted.btm\n" + rules + "\nENDSCRIPT\nENDLOAD\n");
    return this::remove;
  }

  /** A fault in place. */
  public interface Planted extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private void remove() throws IOException {
    submit("DELETEALL\n");
  }

  private void submit(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
      StringBuilder said = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.equals("OK"); line = in.readLine()) {
        said.append(line).append('\n');
      }
      if (said.toString().matches("(?is).*(error|exception|fail).*")) {
        throw new IllegalStateException("the fault was not planted:\n" + said);
      }
    }
  }
}

package org.rowhouse.proof.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.rowhouse.dev.server.Node;

/**
 * Plants faults in the running server by Byteman rules, so that the product holds no fault code.
 */
public final class Faults {

  private static final String FIRED = "org.jboss.byteman.fired";
  private static final Pattern REFUSED = Pattern.compile("(?m)^(EXCEPTION|ERROR|threw )");

  private final Node node;
  private final int port;

  /**
   * @param port where Byteman listens in {@code node}
   */
  public Faults(Node node, int port) {
    this.node = node;
    this.port = port;
  }

  /** Plants {@code rules}, in which {@code FIRED()} tells that the fault has happened. */
  public Planted plant(String rules) throws IOException {
    forgetDeadClasses();
    String token = UUID.randomUUID().toString();
    String told = "System.setProperty(\"%s\", \"%s\")".formatted(FIRED, token);
    String planted = rules.replace("FIRED()", told);
    String answer = submit("LOAD\nSCRIPT planted.btm\n" + planted + "\nENDSCRIPT\nENDLOAD\n");
    answer += submit("LIST\n");
    if (REFUSED.matcher(answer).find()) {
      remove();
      throw new IllegalStateException("the fault was not planted:\n" + answer);
    }
    return new Planted(token);
  }

  /**
   * Payara reads classes for deployment by a class loader that it then stops. Until they are
   * collected Byteman finds them by name, and can neither look at them nor go on to the live ones.
   */
  private void forgetDeadClasses() throws IOException {
    try {
      node.jcmd("GC.run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** A fault in place, until it is closed. */
  public final class Planted implements AutoCloseable {

    private final String token;

    private Planted(String token) {
      this.token = token;
    }

    /** Whether the fault has happened: a rule that no longer fits the product never does. */
    public boolean hasFired() throws IOException {
      return submit("LISTSYSPROPS\n").contains(token);
    }

    @Override
    public void close() throws IOException {
      remove();
    }
  }

  private void remove() throws IOException {
    submit("DELETEALL\n");
  }

  private String submit(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
      StringBuilder said = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.equals("OK"); line = in.readLine()) {
        said.append(line).append('\n');
      }
      return said.toString();
    }
  }
}

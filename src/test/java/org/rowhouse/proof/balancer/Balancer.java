package org.rowhouse.proof.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.rowhouse.proof.client.Answer;

/** Clients of {@link #port} reach one of the nodes that are ready. */
public final class Balancer implements AutoCloseable {

  private static final long CHECK_EACH_NANOS = 200_000_000;
  private static final byte[] NOBODY =
      "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;
  private final List<Backend> backends;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closed;

  private Balancer(ServerSocket listening, List<Backend> backends) {
    this.listening = listening;
    this.backends = backends;
  }

  /**
   * @param ports of the nodes, which need not be there yet
   */
  public static Balancer over(Integer... ports) throws IOException {
    ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    List<Backend> backends = Arrays.stream(ports).map(Backend::new).toList();
    Balancer balancer = new Balancer(listening, backends);
    daemon("balancer", balancer::accept);
    backends.forEach(backend -> daemon("check-" + backend.port(), () -> balancer.watch(backend)));
    return balancer;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many requests the node has answered. */
  public int served(int node) {
    return of(node).served();
  }

  /** Returns when the node gets requests. */
  public void await(int node, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!of(node).isReady()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("the balancer does not see node " + node);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private Backend of(int node) {
    return backends.stream().filter(backend -> backend.port() == node).findAny().orElseThrow();
  }

  private void watch(Backend backend) {
    while (!closed) {
      backend.check();
      LockSupport.parkNanos(CHECK_EACH_NANOS);
    }
    backend.closeIdle();
  }

  private void accept() throws IOException {
    while (!closed) {
      Socket client = listening.accept();
      client.setTcpNoDelay(true);
      daemon("balanced", () -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      RequestReader requests = new RequestReader(client.getInputStream());
      for (byte[] request = requests.next(); request != null; request = requests.next()) {
        client.getOutputStream().write(answer(request));
      }
    }
  }

  private byte[] answer(byte[] request) {
    List<Backend> ready = backends.stream().filter(Backend::isReady).toList();
    if (ready.isEmpty()) {
      return NOBODY;
    }
    try {
      return bytes(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())).send(request));
    } catch (IOException e) {
      return NOBODY;
    }
  }

  /** The connection to the client is the balancer's own, and so is the framing. */
  private static byte[] bytes(Answer answer) {
    StringBuilder head = new StringBuilder();
    answer
        .head()
        .lines()
        .filter(line -> !line.isEmpty())
        .filter(line -> !line.matches("(?i)(connection|transfer-encoding|content-length):.*"))
        .forEach(line -> head.append(line).append("\r\n"));
    byte[] top =
        head.append("Content-Length: " + answer.body().length + "\r\n\r\n")
            .toString()
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(top, top.length + answer.body().length);
    System.arraycopy(answer.body(), 0, all, top.length, answer.body().length);
    return all;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the other side is gone, or the balancer
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listening.close();
  }
}

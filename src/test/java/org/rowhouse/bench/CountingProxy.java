package org.rowhouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a node and PostgreSQL and counts round trips: what a client sends after the server
 * has spoken is the next one.
 */
final class CountingProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;
  private final AtomicInteger roundTrips = new AtomicInteger();

  CountingProxy(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int roundTrips() {
    return roundTrips.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      AtomicBoolean answered = new AtomicBoolean(true);
      daemon(() -> pump(client, server, () -> count(answered)));
      daemon(() -> pump(server, client, () -> answered.set(true)));
    }
  }

  private void count(AtomicBoolean answered) {
    if (answered.getAndSet(false)) {
      roundTrips.incrementAndGet();
    }
  }

  private static void pump(Socket from, Socket to, Runnable seen) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        seen.run();
        to.getOutputStream().write(buffer, 0, read);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has ended, and so does the other
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}

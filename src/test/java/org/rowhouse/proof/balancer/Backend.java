package org.rowhouse.proof.balancer;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** One node as the balancer knows it. */
final class Backend {

  private static final Call CHECK = Call.get("/control/v1/health/ready");

  private final int port;
  private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger served = new AtomicInteger();
  private volatile boolean ready;

  Backend(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  boolean isReady() {
    return ready;
  }

  int served() {
    return served.get();
  }

  /** Asks the node; what it says holds from now on. */
  void check() {
    boolean now;
    try (Wire wire = new Wire(port)) {
      now = wire.send(CHECK).status() == 200;
    } catch (IOException | RuntimeException e) {
      now = false;
    }
    ready = now;
    if (!now) {
      closeIdle();
    }
  }

  Answer send(byte[] request) throws IOException {
    Wire kept = idle.pollFirst();
    Wire wire = kept == null ? new Wire(port) : kept;
    Answer answer = wire.send(request);
    served.incrementAndGet();
    if (ready) {
      idle.addFirst(wire);
    } else {
      wire.close();
    }
    return answer;
  }

  void closeIdle() {
    for (Wire wire = idle.pollFirst(); wire != null; wire = idle.pollFirst()) {
      wire.close();
    }
  }
}

package org.rowhouse.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** Clients that write without a pause and remember what was acknowledged and what was not. */
final class Writers implements AutoCloseable {

  /** One POST; {@code id} is what the server acknowledged, null when the answer never came. */
  record Write(Account as, String title, Call call, String id) {}

  final Queue<Write> writes = new ConcurrentLinkedQueue<>();
  final Queue<Answer> refusals = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Starts {@code count} clients that write issues into the projects, each with its own key. */
  static Writers start(int count, int port, List<Settled> tenants) {
    Writers writers = new Writers();
    for (int i = 0; i < count; i++) {
      Settled tenant = tenants.get(i % tenants.size());
      Thread thread = new Thread(() -> writers.write(port, tenant), "writer " + i);
      writers.threads.add(thread);
      thread.start();
    }
    return writers;
  }

  private void write(int port, Settled tenant) {
    Account as = tenant.account();
    try (Wire wire = new Wire(port)) {
      while (!stopped) {
        String title = "w-" + UUID.randomUUID();
        Call call =
            as.post("/projects/" + tenant.ids().get("projects") + "/issues", Map.of("title", title))
                .header("Idempotency-Key", title);
        writes.add(new Write(as, title, call, acknowledged(wire, call)));
      }
    }
  }

  private String acknowledged(Wire wire, Call call) {
    try {
      Answer answer = wire.send(call);
      if (answer.status() == 201) {
        return answer.get("id");
      }
      refusals.add(answer);
      pause();
    } catch (IOException e) {
      pause();
    }
    return null;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long acknowledged() {
    return writes.stream().filter(write -> write.id() != null).count();
  }

  /** Ends the clients and waits for them. */
  void stop() {
    stopped = true;
    threads.forEach(Writers::await);
  }

  @Override
  public void close() {
    stop();
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

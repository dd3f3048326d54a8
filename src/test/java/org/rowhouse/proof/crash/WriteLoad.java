package org.rowhouse.proof.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** Clients that write until they are stopped, or until the server is gone. */
public final class WriteLoad {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final Duration thought;
  private volatile boolean stopped;
  private volatile boolean mayBreak;

  private WriteLoad(Duration thought) {
    this.thought = thought;
  }

  /** Two clients for each ledger, as fast as they can. */
  public static WriteLoad start(int port, List<Ledger> ledgers) {
    return start(port, ledgers, Duration.ZERO);
  }

  /** Two clients for each ledger, each thinking for so long between its writes. */
  public static WriteLoad start(int port, List<Ledger> ledgers, Duration thought) {
    WriteLoad load = new WriteLoad(thought);
    for (Ledger ledger : ledgers) {
      for (int i = 0; i < 2; i++) {
        Thread thread = new Thread(() -> load.client(port, ledger), "writer");
        load.threads.add(thread);
        thread.start();
      }
    }
    return load;
  }

  /** From now on a broken connection is no wonder: the server is killed. */
  public void expectTheEnd() {
    mayBreak = true;
  }

  public void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** How many writes were acknowledged so far. */
  public long written() {
    return written.get();
  }

  /** How many requests were answered so far, reads included. */
  public long requests() {
    return requests.get();
  }

  /** How often the answer was 503 with Retry-After. */
  public int refused() {
    return refused.get();
  }

  /** Answers that nobody may get. */
  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  private void client(int port, Ledger ledger) {
    try (Wire wire = new Wire(port)) {
      while (!stopped) {
        write(wire, ledger);
        Thread.sleep(thought.toMillis());
      }
    } catch (IOException e) {
      if (!mayBreak) {
        wrong.add("a broken connection: " + e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Wire wire, Ledger ledger) throws IOException, InterruptedException {
    String title = ledger.freshTitle();
    Call call = ledger.issue(title);
    Answer created = send(wire, call);
    while (created.status() == 503 && !stopped) {
      Thread.sleep(200);
      created = send(wire, call);
    }
    if (created.status() == 201) {
      written.incrementAndGet();
      ledger.acknowledge(title, created);
      if (send(wire, ledger.change(title, created)).status() == 200) {
        written.incrementAndGet();
        ledger.acknowledgeChange(title);
      }
    }
    send(wire, ledger.list());
  }

  private Answer send(Wire wire, Call call) throws IOException {
    long start = System.nanoTime();
    Answer answer = wire.send(call);
    requests.incrementAndGet();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(LONGEST) > 0) {
      wrong.add("an answer after " + took + ": " + answer);
    }
    if (answer.status() == 503
        && answer.header("Retry-After").isPresent()
        && !answer.text().contains("127.0.0.1")) {
      refused.incrementAndGet();
    } else if (answer.status() != 200 && answer.status() != 201) {
      wrong.add(call + "\n" + answer);
    }
    return answer;
  }
}

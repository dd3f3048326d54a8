package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;

/**
 * Operations as server-sent events: one for each change, the last with the end. A stream is over
 * before the server's longest request; browsers then connect again by themselves.
 */
@ApplicationScoped
public class OperationStreams {

  /** More would hold the server's threads: they are told how it stands, and to come again. */
  private static final int MOST = 16;

  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS_TO_A_SIGN = 40;

  private final Operations operations;
  private final Semaphore places = new Semaphore(MOST);

  OperationStreams() {
    this(null);
  }

  @Inject
  public OperationStreams(Operations operations) {
    this.operations = operations;
  }

  /**
   * @throws Problem 404 when there is no such operation
   */
  StreamingOutput of(UUID id) {
    look(id);
    return out -> {
      boolean place = places.tryAcquire();
      try {
        stream(id, out, place ? LONGEST : Duration.ZERO);
      } finally {
        if (place) {
          places.release();
        }
      }
    };
  }

  private void stream(UUID id, OutputStream out, Duration longest) throws IOException {
    send(out, "retry: 2000\n\n");
    long end = System.nanoTime() + longest.toNanos();
    String told = "";
    for (int looks = 1; ; looks++) {
      Operation now = look(id);
      String view = Json.text(OperationView.of(now));
      if (!view.equals(told)) {
        send(out, "event: progress\ndata: " + view + "\n\n");
        told = view;
      } else if (looks % LOOKS_TO_A_SIGN == 0) {
        send(out, ":\n\n"); // fails where nobody listens any more
      }
      if (now.isFinished() || System.nanoTime() >= end) {
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private Operation look(UUID id) {
    return operations.byId(id).orElseThrow(Problem::notFound);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.rowhouse.http.Json;

/**
 * What goes on as server-sent events: one for each change, the last with the end. A stream is over
 * before the server's longest request; browsers then connect again by themselves.
 */
@ApplicationScoped
public class EventStreams {

  /** More would hold the server's threads: they are told how it stands, and to come again. */
  private static final int MOST = 16;

  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS_TO_A_SIGN = 40;

  private final Semaphore places = new Semaphore(MOST);

  /**
   * How it stands.
   *
   * @param last whether it will not change any more
   */
  public record Look(Object view, boolean last) {}

  /**
   * Looks again and again, once before this returns: what {@code look} throws then is the answer.
   */
  public StreamingOutput of(Supplier<Look> look) {
    look.get();
    return out -> {
      boolean place = places.tryAcquire();
      try {
        stream(look, out, place ? LONGEST : Duration.ZERO);
      } finally {
        if (place) {
          places.release();
        }
      }
    };
  }

  private static void stream(Supplier<Look> look, OutputStream out, Duration longest)
      throws IOException {
    send(out, "retry: 2000\n\n");
    long end = System.nanoTime() + longest.toNanos();
    String told = "";
    for (int looks = 1; ; looks++) {
      Look now = look.get();
      String view = Json.text(now.view());
      if (!view.equals(told)) {
        send(out, "event: progress\ndata: " + view + "\n\n");
        told = view;
      } else if (looks % LOOKS_TO_A_SIGN == 0) {
        send(out, ":\n\n"); // fails where nobody listens any more
      }
      if (now.last() || System.nanoTime() >= end) {
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

package org.rowhouse.proof.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rowhouse.dev.EmbeddedRedis;

/** Somebody at Redis who does the same again and again, until this is closed. */
public final class Meddling implements AutoCloseable {

  private static final long PAUSE_MILLIS = 300;

  private final Runnable act;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "meddling");
  private volatile RuntimeException failure;

  private Meddling(Runnable act) {
    this.act = act;
  }

  /**
   * @param what {@code values are swapped}, {@code Redis hesitates}, or nothing
   */
  public static Meddling with(EmbeddedRedis redis, String what) {
    Intruder intruder = new Intruder(redis);
    Meddling meddling =
        new Meddling(
            switch (what) {
              case "" -> () -> {};
              case "values are swapped" -> intruder::swapValues;
              case "Redis hesitates" -> intruder::hesitate;
              default -> throw new IllegalArgumentException(what);
            });
    meddling.thread.start();
    return meddling;
  }

  private void run() {
    try {
      do {
        act.run();
      } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException | RuntimeException e) {
      failure = new IllegalStateException("Redis was left alone", e);
    }
  }

  /** Nothing is done afterwards; fails when nothing was any more before. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure != null) {
      throw failure;
    }
  }
}

package org.rowhouse.tenantplane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Things done at the same moment. */
public final class Together {

  private Together() {}

  /** Does {@code work} on {@code count} threads that start together. */
  public static <T> List<T> times(int count, IntFunction<T> work) throws Exception {
    return all(IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> work.apply(i)).toList());
  }

  /** Does everything at once; answers in the given order. */
  public static <T> List<T> all(List<Callable<T>> works) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      CountDownLatch start = new CountDownLatch(works.size());
      List<Future<T>> begun =
          works.stream()
              .map(
                  work ->
                      threads.submit(
                          () -> {
                            start.countDown();
                            start.await();
                            return work.call();
                          }))
              .toList();
      List<T> done = new ArrayList<>();
      for (Future<T> each : begun) {
        done.add(each.get(2, TimeUnit.MINUTES));
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }
}

package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.SignUp;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** One tenant asks ten times what it may; four others live in the same home. */
class NoisyNeighbourIT {

  private static final int LIMIT = 50;
  private static final int OFFERED = 10 * LIMIT;
  private static final int USUAL = 25;
  private static final Duration FLOOD = Duration.ofSeconds(10);
  private static final Duration QUIET = FLOOD.dividedBy(2);

  private final Product product = Product.shared();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * One request and its answer.
   *
   * @param nanos from when it was due: whoever stands still is not spared the requests meanwhile
   */
  private record Asked(Answer answer, long nanos) {}

  @Test
  void a_flood_of_one_tenant_is_refused_and_the_others_do_not_notice() throws Exception {
    try (Wire wire = product.wire()) {
      Operator operator = product.operator(wire);
      Account noisy = product.tenant(wire, "SHARED");
      SignUp.limit(product.api(operator), noisy.tenantId(), Map.of("requestsPerSecond", LIMIT));
      Call noise = list(wire, noisy);
      List<Call> usual = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        usual.add(list(wire, product.tenant(wire, "SHARED")));
      }
      both(usual, noise, FLOOD); // the JIT compiler has its part in the first seconds

      List<Asked> quiet = new ArrayList<>(neighbours(usual, QUIET));
      Load flooded = both(usual, noise, FLOOD);
      quiet.addAll(neighbours(usual, QUIET));

      long let = flooded.noise().stream().filter(asked -> asked.answer().status() == 200).count();
      System.out.printf(
          Locale.ROOT,
          "noisy neighbour: %d offered, %d let through; the others' p99 %.1f ms, before and after"
              + " %.1f ms%n",
          flooded.noise().size(),
          let,
          p99(flooded.usual()),
          p99(quiet));
      assertThat(flooded.noise()).hasSizeGreaterThan((int) (.9 * OFFERED * FLOOD.toSeconds()));
      assertThat(let)
          .isBetween(LIMIT * FLOOD.toSeconds() * 9 / 10, LIMIT * (FLOOD.toSeconds() + 2));
      assertThat(flooded.noise())
          .filteredOn(asked -> asked.answer().status() != 200)
          .allSatisfy(
              asked -> {
                assertThat(asked.answer().status()).isEqualTo(429);
                assertThat(asked.answer().header("Retry-After")).contains("1");
              });
      assertThat(Stream.concat(quiet.stream(), flooded.usual().stream()))
          .allMatch(asked -> asked.answer().status() == 200);
      assertThat(p99(flooded.usual())).isLessThanOrEqualTo(1.25 * p99(quiet) + 5);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The call for a page of issues that are there. */
  private static Call list(Wire wire, Account tenant) throws IOException {
    String project =
        tenant.created(wire, "/projects", Map.of("key", "BUSY", "name", "Busy")).get("id");
    for (int i = 0; i < 20; i++) {
      tenant.created(wire, "/projects/" + project + "/issues", Map.of("title", "Issue " + i));
    }
    return tenant.get("/projects/" + project + "/issues?limit=20");
  }

  private record Load(List<Asked> usual, List<Asked> noise) {}

  private Load both(List<Call> usual, Call noise, Duration time) {
    List<CompletableFuture<List<Asked>>> flood = begin(noise, OFFERED, 16, time);
    List<Asked> others = neighbours(usual, time);
    return new Load(others, joined(flood.stream()));
  }

  private List<Asked> neighbours(List<Call> calls, Duration time) {
    return joined(
        calls.stream().map(call -> begin(call, USUAL, 2, time)).toList().stream()
            .flatMap(List::stream));
  }

  private static List<Asked> joined(Stream<CompletableFuture<List<Asked>>> all) {
    return all.flatMap(one -> one.join().stream()).toList();
  }

  private List<CompletableFuture<List<Asked>>> begin(
      Call call, int perSecond, int connections, Duration time) {
    long period = Duration.ofSeconds(connections).dividedBy(perSecond).toNanos();
    long start = System.nanoTime();
    return IntStream.range(0, connections)
        .mapToObj(
            i ->
                CompletableFuture.supplyAsync(
                    () ->
                        ask(call, start + i * period / connections, period, start + time.toNanos()),
                    threads))
        .toList();
  }

  private List<Asked> ask(Call call, long first, long period, long end) {
    List<Asked> all = new ArrayList<>();
    try (Wire wire = product.wire()) {
      for (long due = first; due - end < 0; due += period) {
        while (System.nanoTime() - due < 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        Answer answer = wire.send(call);
        all.add(new Asked(answer, System.nanoTime() - due));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static double p99(List<Asked> all) {
    long[] nanos = all.stream().mapToLong(Asked::nanos).sorted().toArray();
    return nanos[(int) (nanos.length * .99)] / 1e6;
  }
}

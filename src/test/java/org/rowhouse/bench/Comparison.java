package org.rowhouse.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.rowhouse.dev.server.Node;

/**
 * Measures kinds of requests in turn, slice by slice and every other round backwards, so that what
 * else the machine does meets all of them.
 */
final class Comparison {

  private static final int SLICE = 5;

  private final Node node;
  private final DataSource superuser;
  private final Load load;

  Comparison(Node node, DataSource superuser, Load load) {
    this.node = node;
    this.superuser = superuser;
    this.load = load;
  }

  /** CPU and answers of one slice. */
  record Slice(Cpu cpu, Load.Result result) {}

  /** All slices of one kind of request. */
  record Figures(Ask ask, List<Slice> slices) {

    double server() {
      return median(slice -> slice.cpu().server());
    }

    double database() {
      return median(slice -> slice.cpu().database());
    }

    /** This one's server CPU in the other's, slice by slice. */
    double ratio(Figures other) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < slices.size(); i++) {
        ratios.add(slices.get(i).cpu().server() / other.slices.get(i).cpu().server());
      }
      return median(ratios);
    }

    Load.Result together() {
      return Load.Result.of(slices.stream().map(Slice::result).toList());
    }

    private double median(ToDoubleFunction<Slice> figure) {
      return median(slices.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(half)
          : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    @Override
    public String toString() {
      Load.Result all = together();
      return "%s: CPU per request server %.3f ms (%.3f to %.3f), PostgreSQL %.3f ms; %,.0f requests/s, p50 %.1f ms, p99 %.1f ms"
          .formatted(
              ask.title(),
              server(),
              slices.stream().mapToDouble(slice -> slice.cpu().server()).min().orElse(-1),
              slices.stream().mapToDouble(slice -> slice.cpu().server()).max().orElse(-1),
              database(),
              all.perSecond(),
              all.millis(.5),
              all.millis(.99));
    }
  }

  /** Warms each up for {@code warmup} seconds, then measures each for {@code seconds}. */
  Map<Ask, Figures> run(List<Ask> asks, int warmup, int seconds) throws Exception {
    run(asks, warmup);
    return run(asks, seconds);
  }

  private Map<Ask, Figures> run(List<Ask> asks, int seconds) throws Exception {
    Map<Ask, Figures> all = new EnumMap<>(Ask.class);
    asks.forEach(ask -> all.put(ask, new Figures(ask, new ArrayList<>())));
    List<Ask> order = new ArrayList<>(asks);
    for (int left = seconds; left > 0; left -= SLICE) {
      for (Ask ask : order) {
        all.get(ask).slices().add(slice(ask, Math.min(left, SLICE)));
      }
      Collections.reverse(order);
    }
    return all;
  }

  private Slice slice(Ask ask, int seconds) throws Exception {
    Cpu before = Cpu.now(node, superuser);
    Load.Result result = load.run(ask, seconds);
    if (result.errors() > 0) {
      throw new AssertionError(result.errors() + " wrong answers, one: " + result.first());
    }
    Cpu cpu = Cpu.now(node, superuser).perRequestSince(before, result.micros().length);
    return new Slice(cpu, result);
  }
}

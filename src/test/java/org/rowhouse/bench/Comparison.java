package org.rowhouse.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.rowhouse.dev.server.Node;

/**
 * Measures requests of several sides in turn, slice by slice and every other round backwards, so
 * that what else the machine does meets all of them.
 */
final class Comparison {

  private static final int SLICE = 5;

  private final DataSource superuser;

  Comparison(DataSource superuser) {
    this.superuser = superuser;
  }

  /** One kind of request to one node, which {@code load} asks. */
  record Side(String title, Node node, Load load, Ask ask) {}

  /** CPU and answers of one slice. */
  record Slice(Cpu cpu, Load.Result result) {}

  /** All slices of one side. */
  record Figures(Side side, List<Slice> slices) {

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
              side.title(),
              server(),
              slices.stream().mapToDouble(slice -> slice.cpu().server()).min().orElse(-1),
              slices.stream().mapToDouble(slice -> slice.cpu().server()).max().orElse(-1),
              database(),
              all.perSecond(),
              all.millis(.5),
              all.millis(.99));
    }
  }

  /**
   * Warms each up for {@code warmup} seconds, then measures each for {@code seconds}.
   *
   * @return in the order of {@code sides}
   */
  List<Figures> run(List<Side> sides, int warmup, int seconds) throws Exception {
    run(sides, warmup);
    return run(sides, seconds);
  }

  private List<Figures> run(List<Side> sides, int seconds) throws Exception {
    List<Figures> all = sides.stream().map(side -> new Figures(side, new ArrayList<>())).toList();
    List<Figures> order = new ArrayList<>(all);
    for (int left = seconds; left > 0; left -= SLICE) {
      for (Figures figures : order) {
        figures.slices().add(slice(figures.side(), Math.min(left, SLICE)));
      }
      Collections.reverse(order);
    }
    return all;
  }

  private Slice slice(Side side, int seconds) throws Exception {
    Cpu before = Cpu.now(side.node(), superuser);
    Load.Result result = side.load().run(side.ask(), seconds);
    if (result.errors() > 0) {
      throw new AssertionError(result.errors() + " wrong answers, one: " + result.first());
    }
    Cpu cpu = Cpu.now(side.node(), superuser).perRequestSince(before, result.micros().length);
    return new Slice(cpu, result);
  }
}

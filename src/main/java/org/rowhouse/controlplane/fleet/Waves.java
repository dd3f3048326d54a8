package org.rowhouse.controlplane.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * In which order homes follow: one, a hundredth, a tenth, the rest. The same homes come first in
 * every run of a version and others in the next; homes of many tenants come last.
 */
final class Waves {

  private static final int[] PARTS = {100, 10, 1};

  private Waves() {}

  /** All of {@code visits}, dealt out; no wave is empty. */
  static List<List<Visit>> of(List<Visit> visits, String fingerprint) {
    List<Visit> order =
        visits.stream()
            .sorted(
                Comparator.comparing((Visit visit) -> isShared(visit.home()))
                    .thenComparing(visit -> lot(visit.home(), fingerprint)))
            .toList();
    List<List<Visit>> waves = new ArrayList<>();
    int from = 0;
    int to = Math.min(1, order.size());
    for (int part : PARTS) {
      if (from < to) {
        waves.add(order.subList(from, to));
      }
      from = to;
      to = Math.max(to, (order.size() + part - 1) / part);
    }
    if (from < to) {
      waves.add(order.subList(from, to));
    }
    return waves;
  }

  private static boolean isShared(Home home) {
    return home.isolation() == Isolation.SHARED;
  }

  private static int lot(Home home, String fingerprint) {
    return (home.id() + fingerprint).hashCode();
  }
}

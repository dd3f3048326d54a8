package org.rowhouse.tenancy.limit;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** More was asked than is given; later it is. */
class TooMany extends Problem {

  private TooMany(String type, String title, String detail, long seconds) {
    super(429, type, title, detail, List.of(), Map.of("Retry-After", Long.toString(seconds)));
  }

  static TooMany requests(Verdict refused) {
    return new TooMany(
        "too-many-requests",
        "Too many requests",
        "There were more requests than are allowed. Wait as long as Retry-After says.",
        refused.seconds());
  }

  static TooMany atOnce() {
    return new TooMany(
        "too-many-at-once",
        "Too many requests at once",
        "More requests are under way than are allowed. Wait for their answers.",
        1);
  }
}

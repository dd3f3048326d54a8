package org.rowhouse.tenancy.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** More was asked than is given; later it is. */
class TooMany extends Problem {

  private TooMany(String type, String title, String detail, Map<String, String> headers) {
    super(429, type, title, detail, List.of(), headers);
  }

  static TooMany requests(Verdict refused) {
    Map<String, String> headers = new HashMap<>(refused.headers());
    headers.put("Retry-After", Long.toString(refused.seconds()));
    return new TooMany(
        "too-many-requests",
        "Too many requests",
        "There were more requests than are allowed. Wait as long as Retry-After says.",
        headers);
  }

  static TooMany atOnce() {
    return new TooMany(
        "too-many-at-once",
        "Too many requests at once",
        "More requests are under way than are allowed. Wait for their answers.",
        Map.of("Retry-After", "1"));
  }
}

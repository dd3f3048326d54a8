package org.rowhouse.testkit;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.rowhouse.testkit.Http.Ask;

/** Sends the requests of a check and looks at every byte of every answer. */
final class Witness {

  private final Http http;
  private final Leaks leaks;
  private final Map<String, Settler> owners = new ConcurrentHashMap<>();

  Witness(Http http, Leaks leaks) {
    this.http = http;
    this.leaks = leaks;
  }

  /** Whoever else sees this text sees {@code owner}'s. */
  void own(Settler owner, String text) {
    owners.put(text.toLowerCase(Locale.ROOT), owner);
  }

  /**
   * The answer to {@code viewer} (null for a caller without a token), in which nothing may stand
   * that is another's, unless the request said it.
   */
  Reply send(Settler viewer, Ask ask) {
    Reply reply = http.send(viewer == null ? ask : ask.as(viewer.token));
    leaks.countRequest();
    String seen = reply.all();
    String said = ask.toString().toLowerCase(Locale.ROOT);
    owners.forEach(
        (text, owner) -> {
          if (owner != viewer && seen.contains(text) && !said.contains(text)) {
            leaks.add(
                "What belongs to one tenant was shown to another",
                "%s saw \"%s\" of %s%n%s%n%s".formatted(name(viewer), text, owner, ask, reply));
          }
        });
    return reply;
  }

  /** Asks for what is another's and for what nobody has: the answers must not differ. */
  void askAsStranger(Settler viewer, Function<String, Ask> ask, String foreign, String nobodys) {
    String request = UUID.randomUUID().toString();
    Reply first = send(viewer, ask.apply(foreign).with("X-Request-Id", request));
    Reply second = send(viewer, ask.apply(nobodys).with("X-Request-Id", request));
    String known = first.comparable().replace(foreign, "*");
    if (!known.equals(second.comparable().replace(nobodys, "*"))) {
      leaks.add(
          "What belongs to another tenant answers otherwise than what never was",
          "%s%n%s%n%s%nbut%n%s%n%s"
              .formatted(
                  name(viewer),
                  ask.apply(foreign),
                  outline(first),
                  ask.apply(nobodys),
                  outline(second)));
    }
  }

  void tell(String kind, String example) {
    leaks.add(kind, example);
  }

  private static String outline(Reply reply) {
    return reply + " " + reply.headers();
  }

  private static String name(Settler viewer) {
    return viewer == null ? "A caller without a token" : viewer.toString();
  }
}

package org.rowhouse.proof;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.contract.Route;

/** Bad bodies and queries to every route: a clear 4xx that tells nothing of the inside. */
class HostileInputIT extends HostileProof {

  private static final List<String> BAD_QUERIES =
      List.of(
          "limit=-1", "limit=0", "limit=201", "limit=99999999999999999999", "limit=a", "limit=");
  private static final List<String> BAD_CURSORS =
      List.of("Zm9yZ2Vk", "%00", "..%2F..", "a".repeat(5_000), "%F0%9F%98%80", "'%20or%201=1--");

  @Test
  void bad_bodies() {
    for (Route route : routes) {
      route
          .body()
          .ifPresent(
              schema ->
                  HostileBodies.of(schema)
                      .forEach(
                          (name, body) ->
                              refusals.refused(
                                  route + ", " + name,
                                  call(route)
                                      .header("If-Match", "\"1\"")
                                      .body("application/json", body))));
    }
  }

  @Test
  void odd_content_types() {
    for (Route route : routes) {
      if (route.body().isPresent()) {
        byte[] good =
            route
                .call("")
                .toString()
                .replaceFirst("(?s).*\r\n\r\n", "")
                .getBytes(StandardCharsets.UTF_8);
        for (String type :
            new String[] {
              null,
              "text/plain",
              "application/xml",
              "%%%",
              "a/b;c",
              "multipart/form-data; boundary=x",
              "application/x-www-form-urlencoded",
              ";",
              "*/*"
            }) {
          refusals.refused(
              route + " as " + type,
              sign(route, Call.of(route.method(), route.at(id(route)))).body(type, good));
        }
      }
    }
  }

  @Test
  void bad_queries() {
    for (Route route : routes) {
      if (route.method().equals("GET")) {
        for (String name : route.queries()) {
          String at = route.at(id(route)) + "?" + name + "=";
          refusals.harmless(route + " " + name, get(route, at + "%ff%fe"));
          refusals.refused(route + " " + name, get(route, at + "%00"));
          refusals.refused(route + " " + name, get(route, at + "%ZZ"));
          refusals.refused(route + " " + name, get(route, at + "a".repeat(9_000)));
          if (!name.equals("q") && !name.equals("label")) {
            refusals.refused(route + " " + name, get(route, at + "%27%20or%201=1--"));
          }
        }
        if (route.queries().contains("limit")) {
          String at = route.at(id(route)) + "?";
          BAD_QUERIES.forEach(q -> refusals.refused(route + " " + q, get(route, at + q)));
          BAD_CURSORS.forEach(
              c -> refusals.refused(route + " cursor", get(route, at + "cursor=" + c)));
        }
      }
    }
  }
}

package org.rowhouse.proof;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.contract.Route;

/** Odd paths, methods, headers, tokens and hosts: refused clearly, on every route. */
class HostileRequestsIT extends HostileProof {

  @Test
  void odd_paths_and_methods() {
    for (Route route : routes) {
      for (String method : List.of("PUT", "FOO", "TRACE", "PROPFIND", "HEAD", "OPTIONS")) {
        refusals.harmless(route + " by " + method, sign(route, Call.of(method, route.at("x"))));
      }
      if (route.hasId()) {
        for (String id :
            List.of(
                "%00",
                "x",
                "..",
                "%2e%2e",
                "..;",
                "..;/",
                "%2F",
                "%5C",
                "'",
                "a".repeat(5_000),
                "%ff",
                "%F0%9F%98%80",
                "{id}",
                "00000000-0000-0000-0000-0")) {
          refusals.refused(route + " at " + id, sign(route, route.call(id)));
        }
      }
      refusals.harmless(route + " with slash", sign(route, Call.get(route.at("x") + "/")));
      refusals.harmless(route + " doubled", sign(route, Call.get("/" + route.at("x"))));
      refusals.harmless(route + " matrix", sign(route, Call.get(route.at("x") + ";a=b;c")));
    }
    for (String path :
        List.of(
            "/",
            "/nothing",
            "/api/v1",
            "/api/v1/",
            "/api/v1/application.wadl",
            "/control/v1/application.wadl",
            "/WEB-INF/web.xml",
            "/META-INF/",
            "/api/..;/control/v1/homes",
            "/..;/",
            "/%2e%2e/",
            "/error",
            "/api/v1/nothing",
            "/openapi",
            "/metrics")) {
      refusals.refused(path, Call.get(path));
    }
  }

  @Test
  void tampered_tokens_and_odd_headers() {
    String good = tenant.account().token();
    String[] parts = good.split("\\.");
    String host = tenant.account().host();
    Map<String, String> tokens =
        Map.of(
            "no signature", parts[0] + "." + parts[1] + ".",
            "alg none", "eyJhbGciOiJub25lIn0." + parts[1] + ".",
            "HS256", "eyJhbGciOiJIUzI1NiJ9." + parts[1] + "." + parts[2],
            "another body", parts[0] + "." + parts[1].substring(0, 20) + "." + parts[2],
            "another signature", parts[0] + "." + parts[1] + "." + "A".repeat(86),
            "encrypted", good + ".a.b",
            "long", good + "A".repeat(9_000),
            "nothing", "",
            "text", "\u00e4\u00f6");
    for (Route route : routes) {
      if (!route.isPublic()) {
        String target = route.at(id(route));
        tokens.forEach(
            (name, token) -> {
              Call call = Call.of(route.method(), target);
              refusals.refused(
                  route + ", token: " + name,
                  (route.isTenantPlane() ? call.host(host) : call).token(token));
            });
        refusals.refused(
            route + ", Basic",
            Call.of(route.method(), target).header("Authorization", "Basic YTpi"));
      }
      if (route.method().equals("GET")) {
        for (String accept : List.of("text/html", "application/xml", "%%%", "*", "a/b;q=x", "")) {
          refusals.harmless(route + ", Accept: " + accept, call(route).header("Accept", accept));
        }
        for (String tag : List.of("x", "\"", "W/\"1\"", "*", "\"a\", \"b\"", "\u00e4")) {
          refusals.harmless(
              route + ", If-None-Match: " + tag, call(route).header("If-None-Match", tag));
        }
      } else if (route.hasId() && !route.method().equals("POST")) {
        for (String tag : List.of("x", "\"", "W/\"1\"", "\"a\", \"b\"", "1", "")) {
          Call call = call(route).header("If-Match", tag);
          refusals.refused(
              route + ", If-Match: " + tag, route.body().isPresent() ? call.json("{}") : call);
        }
      }
    }
  }

  @Test
  void odd_hosts_and_broken_requests() {
    String token = tenant.account().token();
    for (String host :
        List.of(
            "nobody.localhost",
            "a.b.localhost",
            "evil.example",
            "..",
            "x y",
            "-.localhost",
            "localhost.evil.example",
            "\u00e4.localhost",
            "a".repeat(300) + ".localhost",
            tenant.account().slug() + ".localhost.evil.example")) {
      refusals.refused("host " + host, Call.get(Account.API + "/me").token(token).host(host));
    }
    for (String raw :
        List.of(
            "GET /api/v1/me HTTP/1.1\r\n\r\n",
            "GET /api/v1/me HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(100_000) + "\r\n\r\n",
            "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(2_000) + "\r\n",
            "GET /api/v1/\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      refusals.refused("raw", raw.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}

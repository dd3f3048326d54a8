package org.rowhouse.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** Sends what must be refused and collects every refusal that is not a clear problem. */
final class Refusals implements AutoCloseable {

  /** What no answer may tell about the inside. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i)payara|glassfish|grizzly|jersey|wildfly|jboss|undertow|resteasy|weld|eclipselink|jackson|postgres|psql|\\bsql\\b"
              + "|exception|\\bat (org|com|java|jakarta)\\.|org\\.rowhouse\\.|java\\.|jakarta\\."
              + "|tenant_id|<html");

  private final Wire wire;
  private final List<String> faults = new ArrayList<>();
  private int sent;

  Refusals(Wire wire) {
    this.wire = wire;
  }

  /** Must be answered 4xx. */
  void refused(String what, Call call) {
    check(what, call.toString(), answer(what, call), true);
  }

  /** May be answered as the server likes, but cleanly. */
  void harmless(String what, Call call) {
    Answer answer = answer(what, call);
    if (!call.method().equals("HEAD") || answer == null || answer.status() >= 500) {
      check(what, call.toString(), answer, false);
    }
  }

  /** Bytes that are not HTTP as it should be: a connection that is closed is an answer too. */
  void refused(String what, byte[] request) {
    sent++;
    String call = new String(request, 0, Math.min(300, request.length), ISO_8859_1);
    try {
      check(what, call, wire.sendOrBeCutOff(request).orElse(null), true);
    } catch (IOException e) {
      faults.add(what + "\n" + call + "\n" + e);
    }
  }

  private Answer answer(String what, Call call) {
    sent++;
    try {
      return wire.send(call);
    } catch (IOException e) {
      faults.add(what + "\n" + call + "\n" + e);
      return null;
    }
  }

  private void check(String what, String call, Answer answer, boolean mustRefuse) {
    if (answer != null) {
      String fault = fault(answer, mustRefuse);
      if (fault != null) {
        faults.add(what + ": " + fault + "\n" + call + "\n" + answer);
      }
    }
  }

  private static String fault(Answer answer, boolean mustRefuse) {
    if (INSIDE.matcher(answer.head() + answer.text()).find()) {
      return "tells about the inside";
    }
    if (isConnectors(answer)) {
      return null;
    }
    if (answer.status() >= 500 || mustRefuse && answer.status() < 400) {
      return "status " + answer.status();
    }
    return answer.status() < 400 || isProblem(answer) ? null : "not a problem";
  }

  /** What is no HTTP the server refuses without a word, before any application. */
  private static boolean isConnectors(Answer answer) {
    return answer.body().length == 0
        && answer.header("X-Request-Id").isEmpty()
        && (answer.status() == 505 || answer.status() >= 400 && answer.status() < 500);
  }

  private static boolean isProblem(Answer answer) {
    if (!answer.header("Content-Type").orElse("").startsWith("application/problem+json")) {
      return false;
    }
    JsonNode problem = answer.json();
    return !problem.path("type").asText().isEmpty()
        && !problem.path("title").asText().isEmpty()
        && problem.path("status").asInt() == answer.status()
        && !problem.path("detail").asText().isEmpty()
        && problem.path("instance").asText().equals(answer.header("X-Request-Id").orElse("-"));
  }

  /** How many requests were sent; fails when one was not refused as it should. */
  int verify() {
    if (!faults.isEmpty()) {
      throw new AssertionError(
          faults.size() + " of " + sent + ":\n\n" + String.join("\n\n", faults));
    }
    return sent;
  }

  @Override
  public void close() {
    wire.close();
  }
}

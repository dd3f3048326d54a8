package org.rowhouse.proof.redis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/**
 * What a node tells of its caching.
 *
 * @param usable whether it asks Redis
 * @param near values found in its memory since its start
 * @param put values that Redis took
 * @param refused what lay in Redis and was no value
 */
public record Caching(boolean usable, long near, long put, long refused) {

  public static Caching of(Wire wire, Operator operator) throws IOException {
    Answer answer = wire.send(operator.sign(Call.get(Operator.CONTROL + "/cache")));
    Account.expect(200, answer);
    JsonNode view = answer.json();
    return new Caching(
        view.path("redis").asText().equals("UP"),
        sum(view, "near"),
        put(view),
        sum(view, "refused"));
  }

  private static long put(JsonNode view) {
    long put = 0;
    for (JsonNode question : view.path("questions")) {
      if (question.path("kind").asText().equals("REPLACE")) {
        put += question.path("count").asLong() - question.path("failures").asLong();
      }
    }
    return put;
  }

  private static long sum(JsonNode view, String figure) {
    long sum = 0;
    for (JsonNode region : view.path("regions")) {
      sum += region.path(figure).asLong();
    }
    return sum;
  }

  /** Whether values have been found and put since. */
  public boolean isAtWorkSince(Caching earlier) {
    return usable && near > earlier.near && put > earlier.put;
  }
}

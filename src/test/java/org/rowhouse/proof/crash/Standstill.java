package org.rowhouse.proof.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.fault.Faults.Planted;

/**
 * One point in the life of a tenant: an operation of its own is brought there, and stands, so that
 * the server can be killed at that very place.
 */
public final class Standstill {

  private static final String RULE =
      """
      RULE %1$s
      CLASS org.rowhouse.controlplane.%2$s
      METHOD %3$s
      AT %4$s
      IF flag("%1$s")
      DO FIRED(); delay(%5$d)
      ENDRULE
      """;
  private static final String TENANTS = Operator.CONTROL + "/tenants";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String isolation;
  private final String place;
  private final String status;
  private final String slug = Product.freshSlug();
  private String id;

  private Standstill(String isolation, String place, String status) {
    this.isolation = isolation;
    this.place = place;
    this.status = status;
  }

  /** Of a sign-up that goes on afterwards; {@code place} is class, method and {@code AT}. */
  public static Standstill ofSignUp(String isolation, String place) {
    return new Standstill(isolation, place, "ACTIVE");
  }

  /** Of a sign-up of which nothing was committed at {@code place}. */
  public static Standstill beforeSignUp(String isolation, String place) {
    return new Standstill(isolation, place, "");
  }

  /** Of a deletion. */
  public static Standstill ofDeletion(String isolation, String place) {
    return new Standstill(isolation, place, "DELETED");
  }

  /** Makes what is there before: call it for all, before the first is brought to its place. */
  public void prepare(Product product) throws IOException {
    if (status.equals("DELETED")) {
      try (Wire wire = product.wire()) {
        id = product.operator(wire).tenant(wire, slug, isolation).tenantId();
      }
    }
  }

  /** Begins the operation and returns as soon as it stands, for {@code time} at most. */
  public Planted reach(Product product, Duration time) throws Exception {
    String[] words = place.split(" ");
    Planted planted =
        product
            .faults()
            .plant(RULE.formatted("at_" + slug, words[0], words[1], words[2], time.toMillis()));
    new Thread(() -> begin(product), "begins").start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!planted.hasFired()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came to " + this);
      }
      Thread.sleep(20);
    }
    return planted;
  }

  private void begin(Product product) {
    try (Wire wire = product.wire()) {
      Operator operator = product.operator(wire);
      wire.send(id == null ? operator.signUp(slug, isolation, 0) : deletion(wire, operator));
    } catch (IOException e) {
      return; // the server is gone
    }
  }

  private Call deletion(Wire wire, Operator operator) throws IOException {
    String etag = wire.send(operator.sign(Call.get(TENANTS + "/" + id))).etag();
    return operator.sign(Call.delete(TENANTS + "/" + id + "?grace=PT0S", etag));
  }

  /** What is not as it must be when all has come to its end; empty when nothing. */
  public List<String> differences(Product product) throws IOException {
    try (Wire wire = product.wire()) {
      String now = status(wire, product.operator(wire));
      int entered = logIn(wire).status();
      int expected = status.equals("ACTIVE") ? 200 : 404;
      return now.equals(status) && entered == expected
          ? List.of()
          : List.of("%s is '%s' and its log-in answers %d".formatted(this, now, entered));
    }
  }

  private String status(Wire wire, Operator operator) throws IOException {
    if (id != null) {
      Account.expect(200, wire.send(operator.sign(Call.get(TENANTS + "/" + id + "/erasure"))));
      return wire.send(operator.sign(Call.get(TENANTS + "/" + id))).get("status");
    }
    Answer found = wire.send(operator.sign(Call.get(TENANTS + "?q=" + slug)));
    Account.expect(200, found);
    return String.join(" and ", found.json().path("items").findValuesAsText("status"));
  }

  private Answer logIn(Wire wire) throws IOException {
    return wire.send(
        Call.post(
                Account.API + "/tokens",
                Map.of("email", Operator.adminOf(slug), "password", Account.PASSWORD))
            .host(slug + ".localhost"));
  }

  @Override
  public String toString() {
    return "%s %s at %s".formatted(isolation, id == null ? "sign-up" : "deletion", place);
  }
}

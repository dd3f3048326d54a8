package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.fault.HomeSql;
import org.rowhouse.proof.fault.HomeSql.Place;
import org.rowhouse.proof.fault.Planting;
import org.rowhouse.proof.hunt.Findings.Harm;

/** Tenants with a model each, and clients that work in all of them at once. */
public final class LeakHunt {

  private static final int FIRST_ISSUES = 3;

  private final Product product;
  private final List<Hunted> tenants = new ArrayList<>();
  private final Canaries canaries = new Canaries();

  private LeakHunt(Product product) {
    this.product = product;
  }

  /** Signs {@code count} tenants up, in all models, and gives each something to lose. */
  public static LeakHunt over(Product product, int count) throws IOException {
    LeakHunt hunt = new LeakHunt(product);
    Findings findings = new Findings();
    try (Wire wire = product.wire();
        Witness witness = new Witness(wire, hunt.canaries, findings, false)) {
      Operator operator = product.operator(wire);
      for (int i = 0; i < count; i++) {
        Account account = operator.tenant(wire, Product.freshSlug(), model(i));
        product.unlimit(operator, account);
        Hunted tenant = new Hunted(account);
        hunt.tenants.add(tenant);
        hunt.canaries.own(account.tenantId(), account.slug());
        hunt.settle(new Visit(tenant, hunt.tenants, witness, new Random(i)));
      }
      hunt.close(wire, operator);
    }
    if (!findings.isClean()) {
      throw new AssertionError("before the hunt: " + findings);
    }
    return hunt;
  }

  /** A session that was ended and a tenant that was suspended: both must stay outside. */
  private void close(Wire wire, Operator operator) throws IOException {
    Hunted first = tenants.get(0);
    Account as = first.account;
    Account former = Account.login(wire, as.slug(), as.email(), as.password());
    Account.expect(204, wire.send(former.call("DELETE", "/tokens/current")));
    first.closed.put(former.get("/projects"), 401);
    Account suspended = operator.tenant(wire, Product.freshSlug(), model(0));
    operator.suspend(wire, suspended);
    first.closed.put(suspended.get("/projects"), 403);
  }

  /** Every tenth has a database of its own: more of them than connections only open and close. */
  private static String model(int i) {
    return i % 10 == 2 ? "DATABASE" : i % 2 == 0 ? "SHARED" : "SCHEMA";
  }

  private void settle(Visit visit) throws IOException {
    Account as = visit.as();
    try (Wire wire = product.wire()) {
      for (var item : as.all(wire, "/members")) {
        String id = item.path("id").asText();
        visit.acknowledge(Kind.MEMBER, wire.send(as.get("/members/" + id)));
      }
    }
    Writes.project(visit);
    for (int i = 0; i < FIRST_ISSUES; i++) {
      Writes.issue(visit);
    }
  }

  /** The homes of the hunt's tenants. */
  public List<Place> homes() throws SQLException {
    return new HomeSql(product).of(tenants.stream().map(t -> t.account.tenantId()).toList());
  }

  /**
   * About so many requests, while requests break, PostgreSQL's sessions are ended and PostgreSQL
   * restarts; then every row of every tenant is read and compared, and nothing may be refused any
   * more.
   */
  public Findings runInTrouble(int requests) throws Exception {
    Findings findings = new Findings();
    boolean broken;
    try (Planting points = BreakingPoints.plant(product, homes())) {
      try (Trouble trouble = Trouble.around(product.services(), findings, requests);
          Inspection inspection = Inspection.of(product, tenants, findings)) {
        new Crew(product, tenants, canaries, findings, true)
            .work(() -> findings.requests() < requests);
        System.out.printf("trouble: %s, %s%n", trouble, inspection);
      }
      broken = points.hasFired();
    }
    new Crew(product, tenants, canaries, findings, false).audit();
    if (!broken) {
      throw new IllegalStateException("No request broke in the product's code; " + findings);
    }
    return findings;
  }

  /**
   * So many moves a second from now on, in fair weather: nothing may be refused.
   *
   * @return to be closed, which ends them
   */
  public PacedHunt atPace(int movesPerSecond) {
    return new PacedHunt(product, tenants, canaries, movesPerSecond);
  }

  /**
   * Hunts until one of these harms is found or the time is over; then reads every row, too.
   *
   * @param onlyReading whether nobody writes meanwhile
   */
  public Findings runUntilFound(Duration limit, List<Harm> harms, boolean onlyReading)
      throws Exception {
    Findings findings = new Findings();
    long end = System.nanoTime() + limit.toNanos();
    BooleanSupplier goesOn = () -> System.nanoTime() < end && !findings.hasAny(harms);
    Inspection inspection = Inspection.of(product, tenants, findings);
    try (inspection) {
      Crew crew = new Crew(product, tenants, canaries, findings, false);
      crew.work(onlyReading ? Moves.reading() : new Moves(false), goesOn);
      if (!findings.hasAny(harms)) {
        crew.audit();
      }
    }
    return findings;
  }
}

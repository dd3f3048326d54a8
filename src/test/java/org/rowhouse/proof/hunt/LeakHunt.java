package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.hunt.Findings.Harm;

/** Tenants with a model each, and clients that work in all of them at once. */
public final class LeakHunt {

  private static final int CLIENTS = 16;
  private static final int FIRST_ISSUES = 3;

  private final Product product;
  private final List<Hunted> tenants = new ArrayList<>();
  private final Canaries canaries = new Canaries();

  private LeakHunt(Product product) {
    this.product = product;
  }

  /** Signs up {@code each} SHARED and as many SCHEMA tenants, and gives each something to lose. */
  public static LeakHunt over(Product product, int each) throws IOException {
    LeakHunt hunt = new LeakHunt(product);
    Findings findings = new Findings();
    try (Wire wire = product.wire();
        Witness witness = new Witness(wire, hunt.canaries, findings)) {
      Operator operator = product.operator(wire);
      for (int i = 0; i < 2 * each; i++) {
        Account account =
            operator.tenant(wire, Product.freshSlug(), i % 2 == 0 ? "SHARED" : "SCHEMA");
        Hunted tenant = new Hunted(account);
        hunt.tenants.add(tenant);
        hunt.canaries.own(account.tenantId(), account.slug());
        hunt.settle(new Visit(tenant, hunt.tenants, witness, new Random(i)));
      }
    }
    if (!findings.isClean()) {
      throw new AssertionError("before the hunt: " + findings);
    }
    return hunt;
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

  /** About so many requests; then every row of every tenant is read and compared. */
  public Findings run(int requests) {
    Findings findings = new Findings();
    all(client -> work(client, findings, requests));
    all(client -> audit(client, findings));
    return findings;
  }

  /** As {@link #run}, but ends as soon as one of these harms is found. */
  public Findings runUntilFound(int requests, Harm... harms) {
    Findings findings = new Findings();
    all(client -> work(client, findings, requests, harms));
    if (findings.isClean()) {
      all(client -> audit(client, findings));
    }
    return findings;
  }

  private interface Client {
    void run(int number);
  }

  private static void all(Client client) {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(threads.submit(() -> client.run(number)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void work(int client, Findings findings, int requests, Harm... until) {
    Random random = new Random(client);
    Move.Mix reads = Reads.mix();
    Move.Mix loose = LooseReads.mix();
    Move.Mix writes = Writes.mix();
    Move.Mix bad = BadRequests.mix();
    try (Witness witness = new Witness(product.wire(), canaries, findings)) {
      while (findings.requests() < requests
          && Arrays.stream(until).allMatch(harm -> findings.count(harm) == 0)) {
        Visit visit =
            new Visit(tenants.get(random.nextInt(tenants.size())), tenants, witness, random);
        int dice = random.nextInt(100);
        if (dice < 25) {
          loose.any(random).make(visit);
        } else {
          alone(visit, (dice < 60 ? reads : dice < 88 ? writes : bad).any(random));
        }
      }
    }
  }

  /** A tenant in which somebody else writes is left for another. */
  private static void alone(Visit visit, Move move) {
    if (visit.tenant().lock.tryLock()) {
      try {
        move.make(visit);
      } finally {
        visit.tenant().lock.unlock();
      }
    }
  }

  private void audit(int client, Findings findings) {
    try (Witness witness = new Witness(product.wire(), canaries, findings)) {
      for (int i = client; i < tenants.size(); i += CLIENTS) {
        new Audit(new Visit(tenants.get(i), tenants, witness, new Random())).run();
      }
    }
  }
}

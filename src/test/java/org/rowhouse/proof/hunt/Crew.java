package org.rowhouse.proof.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.rowhouse.proof.Product;

/** The clients of a hunt. */
record Crew(
    Product product,
    List<Hunted> tenants,
    Canaries canaries,
    Findings findings,
    boolean inTrouble) {

  private static final int CLIENTS = 16;

  private interface Client {
    void run(int number, Witness witness);
  }

  /** Each client makes one move after another while {@code goesOn}. */
  void work(BooleanSupplier goesOn) {
    work(new Moves(inTrouble), goesOn);
  }

  /** Each client makes one of these moves after another while {@code goesOn}. */
  void work(Moves moves, BooleanSupplier goesOn) {
    all(
        (number, witness) -> {
          Random random = new Random(number);
          while (goesOn.getAsBoolean()) {
            Hunted tenant = tenants.get(random.nextInt(tenants.size()));
            moves.makeOne(new Visit(tenant, tenants, witness, random));
          }
        });
  }

  /** Every row of every tenant is read and compared. */
  void audit() {
    all(
        (number, witness) -> {
          for (int i = number; i < tenants.size(); i += CLIENTS) {
            new Audit(new Visit(tenants.get(i), tenants, witness, new Random())).run();
          }
        });
  }

  private void all(Client client) {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(threads.submit(() -> run(client, number)));
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

  private void run(Client client, int number) {
    try (Witness witness = new Witness(product.wire(), canaries, findings, inTrouble)) {
      client.run(number, witness);
    }
  }
}

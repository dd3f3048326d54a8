package org.rowhouse.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.rowhouse.testkit.Http.Ask;
import org.rowhouse.testkit.Settler.Row;

/** The order of a check: what one tenant does must leave something that the next could see. */
final class Rounds {

  private static final int AT_ONCE = 6;
  private static final int VISITS = 30;

  private final Rows rows;
  private final Strangers strangers;
  private final List<Settler> settlers;

  Rounds(Rows rows, List<Settler> settlers) {
    this.rows = rows;
    this.strangers = new Strangers(rows);
    this.settlers = settlers;
  }

  void all() {
    settlers.forEach(this::look);
    pairs(strangers::look);
    settlers.forEach(this::look);
    pairs(strangers::attack);
    settlers.forEach(this::live);
    pairs(strangers::look);
    settlers.forEach(this::look);
    together();
    settlers.forEach(this::showToNobody);
  }

  private void look(Settler owner) {
    rows.list(owner);
    rows.search(owner, owner.rows.get(1));
    owner.rows.forEach(row -> rows.read(owner, row));
  }

  private void live(Settler owner) {
    rows.change(owner, owner.rows.get(0));
    rows.delete(owner, owner.rows.get(2));
  }

  private void showToNobody(Settler owner) {
    rows.witness().send(null, Ask.get(owner.collection));
    owner.rows.forEach(row -> rows.witness().send(null, Ask.get(row.path())));
  }

  private void pairs(BiConsumer<Settler, Settler> visit) {
    for (Settler owner : settlers) {
      for (Settler stranger : settlers) {
        if (stranger != owner) {
          visit.accept(stranger, owner);
        }
      }
    }
  }

  /** All at once: what is kept in a field of the resource shows now. */
  private void together() {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> visits = new ArrayList<>();
      for (int i = 0; i < VISITS; i++) {
        settlers.forEach(owner -> visits.add(threads.submit(() -> visit(owner))));
      }
      for (Future<?> visit : visits) {
        visit.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void visit(Settler owner) {
    Row row = owner.rows.get(1);
    rows.read(owner, row);
    rows.witness().send(owner, Ask.get(owner.collection));
  }
}

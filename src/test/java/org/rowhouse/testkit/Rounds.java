package org.rowhouse.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rowhouse.testkit.Http.Ask;
import org.rowhouse.testkit.Settler.Row;

/** The order of a check: what one tenant does must leave something that the next could see. */
final class Rounds {

  private static final int AT_ONCE = 6;
  private static final int VISITS = 30;

  private final Rows rows;
  private final Leaks leaks;
  private final Strangers strangers;
  private final List<Settler> settlers;

  Rounds(Rows rows, Leaks leaks, List<Settler> settlers) {
    this.leaks = leaks;
    this.rows = rows;
    this.strangers = new Strangers(rows);
    this.settlers = settlers;
  }

  /**
   * @throws AssertionError after the first round that found something: what follows is its
   *     consequence
   */
  void all() {
    each(this::look);
    pairs(strangers::look);
    each(this::look);
    pairs(strangers::attack);
    each(this::live);
    pairs(strangers::look);
    each(this::look);
    together();
    each(this::showToNobody);
  }

  private void each(Consumer<Settler> visit) {
    settlers.forEach(visit);
    leaks.verify();
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
    leaks.verify();
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
    leaks.verify();
  }

  private void visit(Settler owner) {
    Row row = owner.rows.get(1);
    rows.read(owner, row);
    rows.witness().send(owner, Ask.get(owner.collection));
  }
}

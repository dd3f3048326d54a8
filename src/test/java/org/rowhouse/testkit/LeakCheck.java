package org.rowhouse.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.rowhouse.tenancy.Isolation;

/**
 * Checks over HTTP that nothing leaks out of one resource. Throw-away tenants fill it with rows
 * that bear canaries; then each lists, searches, reads, changes and deletes, its own rows and those
 * of the others, in turn and at once. No answer may hold another's canary or id, a row of another
 * must answer as one that never was, and nobody's row may change by another's hand.
 *
 * <p>It finds what a tenant's caller can be shown: caches, fields, queries without a tenant. It
 * does not measure time, and it asks only the paths that it is told.
 */
public final class LeakCheck {

  private final Function<ThrowAwayTenant, String> collection;
  private final List<UnaryOperator<String>> searches = new ArrayList<>();
  private UnaryOperator<String> creation;
  private UnaryOperator<String> change;
  private List<Isolation> isolations =
      List.of(Isolation.SHARED, Isolation.SHARED, Isolation.SCHEMA);

  private LeakCheck(Function<ThrowAwayTenant, String> collection) {
    this.collection = collection;
  }

  /**
   * @param collection where rows are created and listed, such as {@code /api/v1/invoices}
   */
  public static LeakCheck of(String collection) {
    return new LeakCheck(tenant -> collection);
  }

  /**
   * @param collection where the rows of one tenant are, for those that belong to another row: see
   *     {@link RunningRowhouse#create}
   */
  public static LeakCheck of(Function<ThrowAwayTenant, String> collection) {
    return new LeakCheck(collection);
  }

  /**
   * @param body the JSON that creates a row with this text (16 lower-case letters and digits, never
   *     twice the same) in at least one member that can be read again
   */
  public LeakCheck creating(UnaryOperator<String> body) {
    creation = body;
    return this;
  }

  /**
   * @param body the JSON merge patch that puts this text into a row; as {@link #creating} where
   *     this is not called
   */
  public LeakCheck changing(UnaryOperator<String> body) {
    change = body;
    return this;
  }

  /**
   * @param query a query that finds the row with this text, such as {@code ?q=...}; may be called
   *     for several
   */
  public LeakCheck searching(UnaryOperator<String> query) {
    searches.add(query);
    return this;
  }

  /** Other tenants than two SHARED and one SCHEMA. */
  public LeakCheck among(Isolation... tenants) {
    isolations = List.of(tenants);
    return this;
  }

  /**
   * Signs the tenants up, checks, and suspends them.
   *
   * @return how many requests were sent
   * @throws AssertionError that says what leaked, to whom and by which request; or that the check
   *     could prove nothing, because the rows cannot be created, read or found
   */
  public int verify(RunningRowhouse product) {
    if (creation == null || isolations.size() < 2) {
      throw new IllegalStateException("A leak check needs creating(...) and at least two tenants");
    }
    Leaks leaks = new Leaks();
    Deque<ThrowAwayTenant> tenants = new ArrayDeque<>();
    try {
      isolations.forEach(isolation -> tenants.add(product.signUp(isolation)));
      check(rows(product.http(), leaks), leaks, tenants);
    } catch (AssertionError cannotGoOn) {
      leaks.verify();
      throw cannotGoOn;
    } finally {
      tenants.forEach(ThrowAwayTenant::close);
    }
    return leaks.requests();
  }

  private Rows rows(Http http, Leaks leaks) {
    return new Rows(
        new Witness(http, leaks), http, creation, change == null ? creation : change, searches);
  }

  private void check(Rows rows, Leaks leaks, Deque<ThrowAwayTenant> tenants) {
    List<Settler> settlers = new ArrayList<>();
    tenants.forEach(tenant -> settlers.add(rows.settle(tenant, collection.apply(tenant))));
    new Rounds(rows, leaks, settlers).all();
  }
}

package org.rowhouse.testkit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.rowhouse.testkit.Http.Ask;
import org.rowhouse.testkit.Settler.Row;

/** What tenants do with their own rows. */
final class Rows {

  private static final int EACH = 3;
  private static final int MOST_PAGES = 20;

  private final Witness witness;
  private final Http http;
  private final UnaryOperator<String> creation;
  private final UnaryOperator<String> change;
  private final List<UnaryOperator<String>> searches;

  /** The same for all tenants: what one keeps under a key, another must not get. */
  private final String retryKey = UUID.randomUUID().toString();

  Rows(
      Witness witness,
      Http http,
      UnaryOperator<String> creation,
      UnaryOperator<String> change,
      List<UnaryOperator<String>> searches) {
    this.witness = witness;
    this.http = http;
    this.creation = creation;
    this.change = change;
    this.searches = searches;
  }

  Witness witness() {
    return witness;
  }

  String changed(String canary) {
    return change.apply(canary);
  }

  List<UnaryOperator<String>> searches() {
    return searches;
  }

  /**
   * @throws AssertionError when what was created cannot be found again: then nothing can be proved
   */
  Settler settle(ThrowAwayTenant tenant, String collection) {
    Settler settler = new Settler(tenant, collection);
    witness.own(settler, tenant.id().toString());
    witness.own(settler, tenant.slug());
    for (int i = 0; i < EACH; i++) {
      Row row = add(settler, retryKey + i);
      if (!find(settler, row)) {
        throw new AssertionError(
            "The canary \"%s\" is not in %s nor in its list: put it into a text that can be read"
                .formatted(row.canary(), row.path()));
      }
    }
    return settler;
  }

  private Row add(Settler settler, String retryKey) {
    String canary = Canary.next();
    witness.own(settler, canary);
    Ask ask = Ask.of("POST", settler.collection, creation.apply(canary));
    Reply made = witness.send(settler, ask.with("Idempotency-Key", retryKey));
    String location = made.header("Location").orElse("");
    if (made.status() != 201 || location.isEmpty()) {
      throw new AssertionError(
          "%s must answer 201 and say Location, but answered %s".formatted(ask, made));
    }
    Row row = new Row(http.pathOf(location), canary);
    witness.own(settler, row.id());
    settler.rows.add(row);
    return row;
  }

  private boolean find(Settler settler, Row row) {
    return read(settler, row).text().contains(row.canary())
        || list(settler, settler.collection).contains(row.canary());
  }

  Reply read(Settler owner, Row row) {
    return witness.send(owner, Ask.get(row.path()));
  }

  /** How a row stands: as it reads, or whether it is in the list where rows are not read singly. */
  String state(Settler owner, Row row) {
    Reply reply = read(owner, row);
    return reply.status() == 200
        ? reply.comparable()
        : "listed: " + list(owner, owner.collection).contains(row.canary());
  }

  /** Lists in large and in small pages. */
  void list(Settler owner) {
    list(owner, owner.collection);
    list(owner, owner.collection + "?limit=2");
  }

  /** The text of all pages. */
  private String list(Settler owner, String path) {
    StringBuilder all = new StringBuilder();
    Optional<String> next = Optional.of(path);
    for (int page = 0; next.isPresent() && page < MOST_PAGES; page++) {
      Reply reply = witness.send(owner, Ask.get(next.get()));
      all.append(reply.text());
      next = reply.next().map(http::pathOf);
    }
    return all.toString();
  }

  /**
   * @throws AssertionError when a search does not find what it is for
   */
  void search(Settler owner, Row row) {
    for (UnaryOperator<String> search : searches) {
      Ask ask = Ask.get(owner.collection + search.apply(row.canary()));
      Reply found = witness.send(owner, ask);
      if (!found.text().contains(row.canary())) {
        throw new AssertionError("%s does not find the row: %s".formatted(ask, found));
      }
    }
  }

  /** Puts another text into a row, if the resource lets rows be changed. */
  void change(Settler owner, Row row) {
    String canary = Canary.next();
    witness.own(owner, canary);
    Ask ask = Ask.of("PATCH", row.path(), change.apply(canary));
    witness.send(owner, ask.with("If-Match", etag(owner, row)));
  }

  /** Deletes a row, if the resource lets rows be deleted. */
  void delete(Settler owner, Row row) {
    Ask ask = Ask.of("DELETE", row.path(), null);
    witness.send(owner, ask.with("If-Match", etag(owner, row)));
  }

  String etag(Settler owner, Row row) {
    return read(owner, row).header("ETag").orElse(null);
  }
}

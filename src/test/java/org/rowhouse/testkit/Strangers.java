package org.rowhouse.testkit;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.testkit.Http.Ask;
import org.rowhouse.testkit.Settler.Row;

/** What tenants do with the rows of others. */
final class Strangers {

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Rows rows;
  private final Witness witness;

  Strangers(Rows rows) {
    this.rows = rows;
    this.witness = rows.witness();
  }

  void look(Settler stranger, Settler owner) {
    for (Row row : owner.rows) {
      String etag = rows.etag(owner, row);
      ask(stranger, row, "GET", null, null);
      witness.askAsStranger(
          stranger,
          id -> Ask.get(row.at(id)).with("If-None-Match", etag),
          row.id(),
          Canary.like(row.id()));
      for (UnaryOperator<String> search : rows.searches()) {
        witness.askAsStranger(
            stranger,
            text -> Ask.get(stranger.collection + search.apply(text)),
            row.canary(),
            Canary.next());
      }
    }
    Matcher parent = ID.matcher(owner.collection);
    if (parent.find()) {
      witness.askAsStranger(
          stranger,
          id -> Ask.get(owner.collection.replace(parent.group(), id)),
          parent.group(),
          Canary.like(parent.group()));
    }
  }

  /** Each way with the right ETag, and with none: whatever is checked first is the same. */
  void attack(Settler stranger, Settler owner) {
    for (Row row : owner.rows) {
      String before = rows.state(owner, row);
      String etag = rows.etag(owner, row);
      String canary = Canary.next();
      witness.own(stranger, canary);
      ask(stranger, row, "PATCH", etag, rows.changed(canary));
      ask(stranger, row, "PATCH", null, rows.changed(canary));
      ask(stranger, row, "PUT", etag, rows.changed(canary));
      ask(stranger, row, "DELETE", etag, null);
      ask(stranger, row, "DELETE", null, null);
      String after = rows.state(owner, row);
      if (!after.equals(before)) {
        witness.tell(
            "A row changed by the hand of another tenant",
            "%s of %s, after %s had tried%n%s%nnow%n%s"
                .formatted(row.path(), owner, stranger, before, after));
      }
    }
  }

  private void ask(Settler stranger, Row row, String method, String etag, String body) {
    witness.askAsStranger(
        stranger,
        id -> Ask.of(method, row.at(id), body).with("If-Match", etag),
        row.id(),
        Canary.like(row.id()));
  }
}

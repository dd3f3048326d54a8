package org.rowhouse.controlplane.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;

/** A page of a list that is ordered by id, which is the order of creation. */
public class IdPage {

  private final Cursors cursors;
  private final String scope;
  private final Paging paging;

  /**
   * @param scope the list and its filters: a cursor of another list is refused
   */
  public IdPage(Cursors cursors, String scope, Paging paging) {
    this.cursors = cursors;
    this.scope = scope;
    this.paging = paging;
  }

  /** The id after which the page begins; null at the beginning. */
  public UUID after() {
    return paging.cursor() == null
        ? null
        : UUID.fromString(cursors.open(scope, paging.cursor()).get(0));
  }

  /** How many rows to read: one more than the page has tells whether another follows. */
  public int fetch() {
    return paging.limit() + 1;
  }

  /** The page of the rows read. */
  public <T> Page<T> of(List<T> rows, Function<T, UUID> id) {
    if (rows.size() <= paging.limit()) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, paging.limit());
    UUID end = id.apply(items.get(items.size() - 1));
    return new Page<>(items, Optional.of(cursors.seal(scope, List.of(end.toString()))));
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.TenantId;

/**
 * A query of one entity, put together from constant conditions; values are always parameters. In a
 * condition {@code x} is the row and {@code ?} the value.
 */
public final class TenantQuery<E extends TenantEntity> {

  private static final Map<String, DatabaseQuery> PREPARED = new ConcurrentHashMap<>();
  private static final int MOST_PREPARED = 2_000;

  private final EntityManager entities;
  private final Class<E> entity;
  private final TenantId tenant;
  private final Cursors cursors;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  TenantQuery(EntityManager entities, Class<E> entity, TenantId tenant, Cursors cursors) {
    this.entities = entities;
    this.entity = entity;
    this.tenant = tenant;
    this.cursors = cursors;
  }

  /** Adds a condition; a value of null adds nothing. */
  public TenantQuery<E> and(String condition, Object value) {
    if (value != null) {
      String numbered = condition;
      while (numbered.contains("?")) {
        values.add(value);
        numbered = numbered.replaceFirst("\\?", ":p" + values.size());
      }
      conditions.add(numbered);
    }
    return this;
  }

  /** Adds "one of the attributes contains this text", in any case; null adds nothing. */
  public TenantQuery<E> andContains(String text, String... attributes) {
    if (text == null) {
      return this;
    }
    List<String> alternatives = new ArrayList<>();
    for (String attribute : attributes) {
      alternatives.add("lower(x." + attribute + ") like ? escape '!'");
    }
    return and(
        "(" + String.join(" or ", alternatives) + ")",
        "%" + escaped(text).toLowerCase(Locale.ROOT) + "%");
  }

  /** {@code text} with LIKE's own characters taken literally ({@code escape '!'}). */
  public static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  /** All rows, in no order; for few. */
  public List<E> list() {
    return query("").getResultList();
  }

  public Optional<E> first() {
    return query("").setMaxResults(1).getResultList().stream().findFirst();
  }

  public long count() {
    TypedQuery<Long> count = entities.createQuery("select count(x) from " + from(), Long.class);
    bind(count);
    return count.getSingleResult();
  }

  /**
   * One page in the order of {@code sort}, found by key and not by offset.
   *
   * @throws Problem 400 when the cursor belongs to another list, order or tenant
   */
  public Page<E> page(Sort<E> sort, Paging paging) {
    String scope =
        String.join(
            "\n",
            tenant.toString(),
            entity.getSimpleName(),
            sort.attribute() + sort.descending(),
            conditions.toString(),
            values.toString());
    if (paging.cursor() != null) {
      List<String> position = cursors.open(scope, paging.cursor());
      String attribute = "x." + sort.attribute();
      String after = sort.descending() ? " < " : " > ";
      Object value = sort.value().apply(position.get(0));
      values.add(value);
      values.add(value);
      values.add(UUID.fromString(position.get(1)));
      int n = values.size();
      conditions.add(
          "(%s %s :p%d or (%s = :p%d and x.id %s :p%d))"
              .formatted(attribute, after, n - 2, attribute, n - 1, after, n));
    }
    String direction = sort.descending() ? " desc" : " asc";
    List<E> rows =
        atMost(
            paging.limit() + 1,
            " order by x." + sort.attribute() + direction + ", x.id" + direction);
    if (rows.size() <= paging.limit()) {
      return new Page<>(rows, Optional.empty());
    }
    List<E> items = rows.subList(0, paging.limit());
    E last = items.get(items.size() - 1);
    return new Page<>(
        items,
        Optional.of(
            cursors.seal(scope, List.of(sort.position().apply(last), last.id().toString()))));
  }

  private TypedQuery<E> query(String order) {
    TypedQuery<E> query = entities.createQuery("select x from " + from() + order, entity);
    bind(query);
    return query;
  }

  /**
   * EclipseLink remembers what it made of a query's text, but not of one with a limit, and half of
   * its work for a page is that. In a transaction changes must be flushed first: there it does it.
   */
  @SuppressWarnings("unchecked")
  private List<E> atMost(int rows, String order) {
    String text = rows + " " + entity.getName() + from() + order;
    DatabaseQuery known = PREPARED.get(text);
    if (known != null && !entities.isJoinedToTransaction()) {
      return (List<E>)
          entities
              .unwrap(UnitOfWork.class)
              .executeQuery(known, known.getArguments().stream().map(this::value).toList());
    }
    TypedQuery<E> query = query(order).setMaxResults(rows);
    List<E> found = query.getResultList();
    DatabaseQuery made = query.unwrap(DatabaseQuery.class);
    if (made.isPrepared() && PREPARED.size() < MOST_PREPARED) {
      PREPARED.put(text, made);
    }
    return found;
  }

  private Object value(String parameter) {
    return values.get(Integer.parseInt(parameter.substring(1)) - 1);
  }

  private String from() {
    return entity.getSimpleName()
        + " x"
        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions));
  }

  private void bind(TypedQuery<?> query) {
    for (int i = 0; i < values.size(); i++) {
      query.setParameter("p" + (i + 1), values.get(i));
    }
  }
}

package org.rowhouse.bench.plain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
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

/** The issues, an EntityManager a call. */
@ApplicationScoped
public class PlainIssues {

  @PersistenceUnit(unitName = "plain")
  private EntityManagerFactory factory;

  @Inject private Cursors cursors;
  private final Map<String, DatabaseQuery> prepared = new ConcurrentHashMap<>();

  PlainIssue get(UUID id) {
    try (EntityManager entities = factory.createEntityManager()) {
      return Optional.ofNullable(entities.find(PlainIssue.class, id))
          .orElseThrow(Problem::notFound);
    }
  }

  Page<PlainIssue> list(UUID projectId, PlainFilter filter, Paging paging) {
    List<Object> values = new ArrayList<>(List.of(projectId));
    StringBuilder where = new StringBuilder("x.projectId = :p1");
    filter
        .conditions()
        .forEach(
            (condition, value) -> {
              values.add(value);
              where.append(" and ").append(condition).append(":p").append(values.size());
            });
    String text = "select x from PlainIssue x where " + where + " order by " + filter.order();
    try (EntityManager entities = factory.createEntityManager()) {
      List<PlainIssue> rows = atMost(paging.limit() + 1, entities, text, values);
      return page(rows, text + values, filter, paging.limit());
    }
  }

  /** Prepared once, as {@code TenantQuery} does it: that is no matter of tenancy. */
  @SuppressWarnings("unchecked")
  private List<PlainIssue> atMost(
      int rows, EntityManager entities, String text, List<Object> values) {
    DatabaseQuery known = prepared.get(rows + text);
    if (known != null && !entities.isJoinedToTransaction()) {
      List<Object> arguments = new ArrayList<>();
      for (String parameter : known.getArguments()) {
        arguments.add(values.get(Integer.parseInt(parameter.substring(1)) - 1));
      }
      return (List<PlainIssue>) entities.unwrap(UnitOfWork.class).executeQuery(known, arguments);
    }
    TypedQuery<PlainIssue> query = entities.createQuery(text, PlainIssue.class);
    for (int i = 0; i < values.size(); i++) {
      query.setParameter("p" + (i + 1), values.get(i));
    }
    List<PlainIssue> found = query.setMaxResults(rows).getResultList();
    DatabaseQuery made = query.unwrap(DatabaseQuery.class);
    if (made.isPrepared()) {
      prepared.put(rows + text, made);
    }
    return found;
  }

  private Page<PlainIssue> page(
      List<PlainIssue> rows, String scope, PlainFilter filter, int limit) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    PlainIssue last = rows.get(limit - 1);
    Object position = filter.byNumber() ? last.number() : last.createdAt();
    return new Page<>(
        rows.subList(0, limit),
        Optional.of(cursors.seal(scope, List.of(position.toString(), last.id().toString()))));
  }
}

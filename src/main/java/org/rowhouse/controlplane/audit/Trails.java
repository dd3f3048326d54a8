package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Times;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.AuditEntry;
import org.rowhouse.tenancy.account.AuditVerification;

/** Reads the audit trail and verifies it. */
@ApplicationScoped
public class Trails {

  private static final int ROWS_AT_ONCE = 1000;

  /** Head and entries in one statement: what it sees was so at one moment. */
  private static final String WHOLE =
      """
      select c.number as head_number, c.hash as head_hash, c.seal,
             e.number, e.at, e.actor, e.action, e.details, e.previous, e.hash
      from (select cast(:chain as uuid) as id) asked
      left join control.audit_chain c on c.id = asked.id
      left join control.audit_entry e on e.chain = asked.id
      order by e.number
      """;

  /**
   * By when the chain of a tenant must have begun that signed up since there is a trail: its first
   * entry is made with it, and so much time may pass until the transaction has all it waits for.
   */
  private static final String LATEST_BEGINNING =
      """
      select t.created_at + interval '10 minutes'
      from control.tenant t, control.audit_entry first
      where t.id = :chain and first.chain = :installation and first.number = 1
        and t.created_at > first.at
      """;

  private final ControlDatabase database;
  private final Seals seals;
  private final Cursors cursors;

  Trails() {
    this(null, null, null);
  }

  @Inject
  public Trails(ControlDatabase database, Secrets secrets, Cursors cursors) {
    this.database = database;
    this.seals = new Seals(secrets);
    this.cursors = cursors;
  }

  /** A row of {@link #WHOLE}; of a chain without entries one row has the head alone. */
  public record Row(
      Long headNumber,
      String headHash,
      String seal,
      Long number,
      Instant at,
      String actor,
      String action,
      String details,
      String previous,
      String hash) {

    Link link(UUID chain) {
      return new Link(chain, number, at, actor, action, details, previous, hash);
    }
  }

  /**
   * A page of what was done to {@code tenant}, null for the installation; newest first.
   *
   * @param scope of the cursor, in which the tenant stands already
   */
  Page<AuditEntry> page(TenantId tenant, String scope, Paging paging) {
    Long before =
        paging.cursor() == null ? null : Long.valueOf(cursors.open(scope, paging.cursor()).get(0));
    List<Link> rows = rows(Audit.chain(tenant), before, paging.limit() + 1);
    boolean more = rows.size() > paging.limit();
    List<AuditEntry> items = rows.stream().limit(paging.limit()).map(Link::told).toList();
    return new Page<>(
        items,
        more
            ? Optional.of(
                cursors.seal(scope, List.of(Long.toString(items.get(items.size() - 1).number()))))
            : Optional.empty());
  }

  private List<Link> rows(UUID chain, Long before, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    """
                    select chain, number, at, actor, action, details, previous, hash
                    from control.audit_entry
                    where chain = :chain
                      and (cast(:before as bigint) is null or number < cast(:before as bigint))
                    order by number desc limit :limit
                    """)
                .bind("chain", chain)
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(Link.class)
                .list());
  }

  /** Whether the trail of {@code tenant}, null for the installation, is as it was written. */
  public AuditVerification verify(TenantId tenant) {
    UUID chain = Audit.chain(tenant);
    return database.inTransaction(h -> verify(h, chain));
  }

  private AuditVerification verify(Handle handle, UUID chain) {
    Optional<Instant> latestBeginning = latestBeginning(handle, chain);
    ChainCheck check = new ChainCheck();
    Row[] last = new Row[1];
    handle
        .createQuery(WHOLE)
        .bind("chain", chain)
        .setFetchSize(ROWS_AT_ONCE)
        .mapTo(Row.class)
        .forEach(
            row -> {
              last[0] = row;
              if (row.number() != null) {
                check.next(row.link(chain), latestBeginning.orElse(null));
              }
            });
    Row head = last[0];
    if (head.headNumber() == null) {
      check.endWithoutHead(chain.equals(Audit.INSTALLATION) || latestBeginning.isPresent());
    } else {
      check.end(
          head.headNumber(),
          head.headHash(),
          seals.hold(chain, head.headNumber(), head.headHash(), head.seal()));
    }
    return check.result(Times.now());
  }

  private static Optional<Instant> latestBeginning(Handle handle, UUID chain) {
    return handle
        .createQuery(LATEST_BEGINNING)
        .bind("chain", chain)
        .bind("installation", Audit.INSTALLATION)
        .mapTo(Instant.class)
        .findOne();
  }
}

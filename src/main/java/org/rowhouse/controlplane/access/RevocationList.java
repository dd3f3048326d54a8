package org.rowhouse.controlplane.access;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Freshness;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.security.Revocations;
import org.rowhouse.settings.Settings;

/**
 * Revocations in {@code control.revocation}, held in memory on every node.
 *
 * <p>Each second all rows still alive are read again. They are few (what was revoked within one
 * access token's life), and a position to read on from would have to be right about commits out of
 * order, about a promoted replica that lost the last of them, and about restores.
 */
@ApplicationScoped
public class RevocationList implements Revocations, Freshness {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** For clocks that differ between nodes and database: an entry outlives its tokens by this. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private record Row(UUID id, Instant expiresAt) {}

  private final ControlDatabase database;
  private final Duration life;
  private final Clock clock;
  private final Poll poll = new Poll("revocations", this::read);
  private final Map<UUID, Instant> revoked = new ConcurrentHashMap<>();

  RevocationList() {
    this(null, Duration.ZERO, null);
  }

  @Inject
  RevocationList(ControlDatabase database, Settings settings) {
    this(database, settings.tokens().accessLifetime(), Clock.systemUTC());
  }

  RevocationList(ControlDatabase database, Duration accessLifetime, Clock clock) {
    this.database = database;
    this.life = accessLifetime.plus(MARGIN);
    this.clock = clock;
  }

  /** Reads all revocations, then goes on reading; call it once the schema is there. */
  public void start() {
    poll.start();
  }

  /** Reads once, now. */
  public void refresh() {
    poll.now();
  }

  @Override
  public String name() {
    return "revocations";
  }

  @Override
  public boolean isFresh() {
    return poll.isFresh(LIMIT);
  }

  @Override
  public boolean isRevoked(UUID sessionOrSubject) {
    poll.requireFresh(LIMIT);
    return revoked.containsKey(sessionOrSubject);
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public void revoke(Collection<UUID> sessionsOrSubjects) {
    if (sessionsOrSubjects.isEmpty()) {
      return;
    }
    // in one order everywhere, or two nodes revoking the same ids could wait for each other
    List<UUID> ids = sessionsOrSubjects.stream().distinct().sorted().toList();
    database.use(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into control.revocation (id, expires_at)
                    select id, now() + make_interval(secs => :seconds)
                    from unnest(cast(:ids as uuid[])) as id
                    on conflict (id) do update
                    set expires_at = greatest(revocation.expires_at, excluded.expires_at)
                    """)
                .bind("seconds", (double) life.toSeconds())
                .bindArray("ids", UUID.class, ids)
                .execute());
    Instant expires = clock.instant().plus(life);
    ids.forEach(id -> revoked.merge(id, expires, RevocationList::later));
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  // Only ever adds what is alive and drops what is dead: a revocation made here while the rows are
  // being read is not lost
  private void read() {
    List<Row> rows =
        database.inTransaction(
            handle -> {
              handle.execute("delete from control.revocation where expires_at < now()");
              return handle
                  .createQuery("select id, expires_at from control.revocation")
                  .mapTo(Row.class)
                  .list();
            });
    rows.forEach(row -> revoked.merge(row.id(), row.expiresAt(), RevocationList::later));
    Instant now = clock.instant();
    revoked.values().removeIf(expires -> expires.isBefore(now));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}

package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.statement.SqlStatement;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.TenantId;

/**
 * The queue side of the operations: who works on what. A claim is the operation with the number of
 * its attempt; whoever has lost his claim can write nothing.
 */
@ApplicationScoped
public class Claims {

  /** How long a node may be silent before another goes on with its work. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final String HELD =
      " where id = :id and attempts = :attempts and state = 'RUNNING'";
  private static final String LEASED =
      "lease_until = now() + make_interval(secs => " + LEASE.toSeconds() + ")";

  /**
   * The commit is not waited for: a crash of PostgreSQL may lose it, and a step is done again that
   * can be done again, or a lease ends early. Never for a claim, whose number must not come twice.
   */
  private static final String LAZILY =
      "(select set_config('synchronous_commit', 'off', true)) as lazily";

  private static final String ENDED =
      ", step = null, request = null, lease_until = null, finished_at = now()";

  private final ControlDatabase database;
  private final StepTable steps;

  Claims() {
    this(null);
  }

  @Inject
  public Claims(ControlDatabase database) {
    this.database = database;
    this.steps = new StepTable(database);
  }

  StepTable steps() {
    return steps;
  }

  /**
   * Claims the operation whose turn it is: one that is due, or whose worker fell silent.
   *
   * @param kinds that this node knows; others wait, unclaimed, for a newer node
   * @param busy tenants who have their share of this node already
   */
  Optional<Operation> next(Collection<String> kinds, Collection<TenantId> busy) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    """
                    update control.operation
                    set state = 'RUNNING', attempts = attempts + 1, tries = tries + 1,
                        started_at = coalesce(started_at, now()),
                        <leased>
                    where id = (select id from control.operation
                                where state in ('PENDING', 'RUNNING') and due_at <= now()
                                  and (state = 'PENDING' or lease_until < now())
                                  and kind = any(:kinds)
                                  and (tenant_id is null or tenant_id <> all(:busy))
                                order by turn, id limit 1
                                for update skip locked)
                    returning\s"""
                        + Operations.COLUMNS)
                .define("leased", LEASED)
                .bindArray("kinds", String.class, kinds.toArray())
                .bindArray("busy", UUID.class, busy.stream().map(TenantId::value).toList())
                .mapTo(Operation.class)
                .findOne());
  }

  /**
   * Tells how far the work is.
   *
   * @param done steps of {@code total} that stand as done
   * @param finished the step that was done, or undone, just now; tries count anew then
   * @param next the step that begins
   * @return whether a client has called the operation off
   * @throws LeaseLost when the claim is lost
   */
  boolean move(Operation claim, int done, int total, Optional<String> finished, String next) {
    return database
        .with(
            h ->
                held(
                        h.createQuery(
                            """
                            with mine as (
                              update control.operation
                              set done = :done, total = :total, step = :next, <leased>,
                                  tries = case when cast(:finished as text) is null
                                               then tries else 1 end
                              <held> returning cancel_wanted),
                            finished as (
                              update control.operation_step set <mark> = now()
                              where operation_id = :id and name = :finished
                                and exists (select from mine)),
                            begun as (
                              insert into control.operation_step (operation_id, name)
                              select :id, :next from mine on conflict do nothing)
                            select cancel_wanted from mine, <lazily>
                            """),
                        claim)
                    .define("mark", claim.undoing() ? "undone_at" : "done_at")
                    .bind("done", done)
                    .bind("total", total)
                    .bind("finished", finished.orElse(null))
                    .bind("next", next)
                    .mapTo(Boolean.class)
                    .findOne())
        .orElseThrow(() -> new LeaseLost(claim));
  }

  /** Keeps the claim; false when it is lost. One that writes at this moment keeps it itself. */
  boolean renew(Operation claim) {
    return database.with(
        h ->
            held(
                    h.createQuery(
                        """
                        with mine as (select id from control.operation <held>),
                        renewed as (
                          update control.operation set <leased>
                          where id = (select id from control.operation <held>
                                      for update skip locked))
                        select count(*) = 1 from mine, <lazily>
                        """),
                    claim)
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Writes, as long as the claim stands; nobody can take it before the commit.
   *
   * @throws LeaseLost when it is lost
   */
  void write(Operation claim, HandleConsumer<RuntimeException> work) {
    database.useTransaction(
        h -> {
          boolean mine =
              held(h.createQuery("select id from control.operation <held> for update"), claim)
                  .mapTo(UUID.class)
                  .findOne()
                  .isPresent();
          if (!mine) {
            throw new LeaseLost(claim);
          }
          work.useHandle(h);
          held(h.createUpdate("update control.operation set <leased> <held>"), claim).execute();
        });
  }

  /** All is done, {@code last} just now, by what {@code work} writes in the same transaction. */
  void succeed(Operation claim, String last, HandleConsumer<RuntimeException> work) {
    write(
        claim,
        h -> {
          work.useHandle(h);
          h.execute(
              "update control.operation_step set done_at = now()"
                  + " where operation_id = ? and name = ?",
              claim.id(),
              last);
          held(
                  h.createUpdate(
                      "update control.operation set state = 'SUCCEEDED', done = total, error = null"
                          + ENDED
                          + " <held>"),
                  claim)
              .execute();
        });
  }

  /** All is undone: CANCELLED when a client wanted that, else FAILED. */
  void fail(Operation claim) {
    change(
        claim,
        "state = case when cancel_wanted then 'CANCELLED' else 'FAILED' end" + ENDED,
        claim.error());
  }

  /** Neither goes on nor back. What it needs to be tried again stays. */
  void bury(Operation claim, String reason) {
    change(claim, "state = 'DEAD', lease_until = null, finished_at = now()", reason);
  }

  /** From now on its steps are undone, by whoever claims it: the present worker lets it go. */
  void turnBack(Operation claim, String reason) {
    change(
        claim,
        "undoing = true, state = 'PENDING', tries = 0, due_at = now(), lease_until = null",
        reason);
  }

  /** Tries again after a pause. */
  void postpone(Operation claim, Duration pause, String reason) {
    write(
        claim,
        h ->
            held(
                    h.createUpdate(
                        """
                        update control.operation
                        set state = 'PENDING', error = :error, lease_until = null,
                            due_at = now() + make_interval(secs => :pause) <held>
                        """),
                    claim)
                .bind("error", reason)
                .bind("pause", pause.toMillis() / 1000.0)
                .execute());
  }

  /** Waits: that is no try. */
  void await(Operation claim, Instant until) {
    write(
        claim,
        h ->
            held(
                    h.createUpdate(
                        """
                        update control.operation
                        set state = 'PENDING', tries = 0, error = null, lease_until = null,
                            due_at = case when cancel_wanted or exists (
                                       select from control.operation_step s
                                       where s.operation_id = id and s.name = step
                                         and s.done_at is not null)
                                     then now() else :until end <held>
                        """),
                    claim)
                .bind("until", until)
                .execute());
  }

  private void change(Operation claim, String set, String reason) {
    write(
        claim,
        h ->
            held(
                    h.createUpdate(
                        "update control.operation set error = :error, " + set + " <held>"),
                    claim)
                .bind("error", reason)
                .execute());
  }

  private static <S extends SqlStatement<S>> S held(S statement, Operation claim) {
    return statement
        .define("held", HELD)
        .define("leased", LEASED)
        .define("lazily", LAZILY)
        .bind("id", claim.id())
        .bind("attempts", claim.attempts());
  }
}

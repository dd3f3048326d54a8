package org.rowhouse.controlplane.fleet.visit;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.tenancy.TenantId;

/** The text that brings one home forward: one transaction, sent at once. */
final class Message {

  static final String HISTORY = "flyway_schema_history";

  /** A transaction that hears nothing for so long is ended, and its locks with it. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  /** Characters of a script, taken once for each tenant; four lanes may hold as many each. */
  private static final long LONGEST = 16_000_000;

  /** What a tenant's context adds to them. */
  private static final long CONTEXT = 200;

  private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bconcurrently\\b");

  private final StringBuilder text = new StringBuilder(4096);
  private final Visit visit;

  private Message(Visit visit) {
    this.visit = visit;
  }

  /**
   * @param context the signed context of a tenant on the connection that the text is sent on
   */
  static String of(
      Visit visit, Duration lockTimeout, Function<TenantId, String> context, Ending ending) {
    Message message = begun(visit, lockTimeout, context);
    message.close(ending);
    return message.text.toString();
  }

  /** As {@link #of}, with an end that is still to come. */
  static String unended(Visit visit, Duration lockTimeout, Function<TenantId, String> context) {
    return begun(visit, lockTimeout, context).text.toString();
  }

  private static Message begun(
      Visit visit, Duration lockTimeout, Function<TenantId, String> context) {
    Message message = new Message(visit);
    message.open(lockTimeout);
    message.history();
    visit.scripts().forEach(script -> message.script(script, context));
    return message;
  }

  /** Only writes down that the home has the scripts. */
  static String record(Visit visit, Duration lockTimeout, Ending ending) {
    Message message = new Message(visit);
    message.open(lockTimeout);
    message.history();
    message.close(ending);
    return message.text.toString();
  }

  /** As {@link #of}, as a part of a transaction that has begun and goes on. */
  static String inside(Visit visit, Duration lockTimeout, Function<TenantId, String> context) {
    Message message = new Message(visit);
    message.text.append(settings(visit, lockTimeout));
    message.history();
    visit.scripts().forEach(script -> message.script(script, context));
    message.time();
    message.text.append("release savepoint home");
    return message.text.toString();
  }

  /** How a transaction in the home begins; also before single statements. */
  static String opening(Visit visit, Duration lockTimeout) {
    return "begin; " + settings(visit, lockTimeout);
  }

  /** A node that is gone keeps its locks until PostgreSQL notices that nothing comes any more. */
  private static String settings(Visit visit, Duration lockTimeout) {
    return "set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d; set local search_path = %s;\n"
        .formatted(lockTimeout.toMillis(), LONGEST_SILENCE.toMillis(), visit.home().schema());
  }

  /** Why PostgreSQL is not sent the text for {@code visit}, when it would be too long. */
  static Optional<Failure> tooLong(Visit visit) {
    return visit.scripts().stream()
        .filter(script -> script.kind() == Script.Kind.EACH_TENANT)
        .filter(script -> (script.text().length() + CONTEXT) * visit.tenants().size() > LONGEST)
        .findFirst()
        .map(
            script ->
                new Failure(
                    script.name(),
                    null,
                    "it is too long to be sent once for each of %d tenants: say '-- rowhouse: in batches'"
                        .formatted(visit.tenants().size())));
  }

  private void open(Duration lockTimeout) {
    text.append(opening(visit, lockTimeout));
    if (visit.isNew()) {
      text.append("create table %s (like guard.%1$s including all);\n".formatted(HISTORY));
    }
  }

  /**
   * The rank is null, and the statement fails, unless the history holds what the plan expects: the
   * same scripts, checksums and nothing else.
   */
  private void history() {
    int rank = 0;
    StringBuilder rows = new StringBuilder();
    for (Script script : visit.scripts()) {
      rows.append(rank == 0 ? "" : ", ")
          .append(
              "(%d, %s, %s, %s, %d)"
                  .formatted(
                      ++rank,
                      quoted(script.version()),
                      quoted(script.description()),
                      quoted(script.name()),
                      script.checksum()));
    }
    text.append(
        """
        insert into %1$s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        select case when h.found = %2$s then h.last + s.n end, s.version, s.description, 'SQL', s.script, s.checksum, current_user, 0, true
        from (select %4$s as found, coalesce(max(installed_rank), 0) as last from %1$s) h
             cross join (values %3$s) s (n, version, description, script, checksum);
        """
            .formatted(
                HISTORY, quoted(visit.plan().history(visit.position())), rows, Plan.ENTRIES));
  }

  /** What is no part of a transaction comes here in a new home: no rows, nobody who waits. */
  private void script(Script script, Function<TenantId, String> context) {
    String sql = script.text(visit.runtime()) + "\n;\n";
    switch (script.kind()) {
      case PLAIN -> text.append(sql);
      case CONCURRENT -> text.append(CONCURRENTLY.matcher(sql).replaceAll(""));
      case EACH_TENANT -> {
        visit.tenants().forEach(t -> text.append(enter(context.apply(t))).append(sql));
        text.append(visit.tenants().isEmpty() ? "" : enter(""));
      }
      case IN_BATCHES -> {}
    }
  }

  static String enter(String context) {
    return "select set_config('rowhouse.tenant', " + quoted(context) + ", true);\n";
  }

  private void close(Ending ending) {
    time();
    if (visit.beside() && ending == Ending.COMMIT) {
      // last: who changes the catalog holds its counter until the commit
      text.append(registry(visit));
    }
    text.append(ending.name().toLowerCase(Locale.ROOT));
  }

  private void time() {
    text.append(
        "update %s set execution_time = cast(extract(epoch from clock_timestamp() - now()) * 1000 as int) where installed_rank > %d and execution_time = 0;\n"
            .formatted(HISTORY, visit.position()));
  }

  private static String registry(Visit visit) {
    Plan plan = visit.plan();
    return "update control.home set version = %s, fingerprint = %s where id = %s;\n"
        .formatted(
            quoted(plan.versionAfter(visit.to())),
            quoted(plan.fingerprintAfter(visit.to())),
            quoted(visit.home().id().toString()));
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}

package org.rowhouse.controlplane.fleet.visit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.tenancy.TenantId;

/**
 * A script that is no part of a transaction: a stage of its own. Its row in the history comes last,
 * so whoever dies before begins it again; it finds what is done and does the rest.
 */
final class LongScript {

  private static final Pattern CREATE =
      Pattern.compile(
          "(?is)\\Acreate\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)\\s+on\\b");

  /** Another moment, another answer: as where PostgreSQL itself waits for a lock in vain. */
  private static final String LOCKED = "55P03";

  /** More cannot be meant: each batch changes many rows. */
  private static final int MOST_BATCHES = 1_000_000;

  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private final Lane lane;
  private final Visit visit;
  private final Script script;
  private final Tempo tempo;

  private LongScript(Lane lane, Visit visit, Tempo tempo) {
    this.lane = lane;
    this.visit = visit;
    this.script = visit.scripts().get(0);
    this.tempo = tempo;
  }

  /**
   * @throws FailedScript when it does not fit the home
   * @throws SQLException for everything else
   */
  static void run(Lane lane, Visit visit, Tempo tempo) throws SQLException, FailedScript {
    LongScript it = new LongScript(lane, visit, tempo);
    // fails where the home is elsewhere, before anything is done
    lane.send(Message.record(visit, tempo.lockTimeout(), Ending.ROLLBACK));
    if (it.script.kind() == Script.Kind.CONCURRENT) {
      it.concurrently();
    } else {
      it.inBatches();
    }
    lane.send(Message.record(visit, tempo.lockTimeout(), Ending.COMMIT));
  }

  private String statement() {
    return script.statements(visit.runtime()).get(0);
  }

  /** What waits here holds nobody up, so it may wait for longer than other scripts. */
  private void concurrently() throws SQLException, FailedScript {
    Connection connection = lane.connection();
    int timeout = connection.getNetworkTimeout();
    try {
      connection.setNetworkTimeout(Runnable::run, 0); // an index takes as long as it takes
      lane.send(
          "set search_path = %s; set lock_timeout = %d"
              .formatted(visit.home().schema(), tempo.patience().toMillis()));
      Matcher create = CREATE.matcher(statement());
      if (!create.find()) {
        send(statement());
        return;
      }
      String index = create.group(1);
      if (isBeingMade(index)) {
        throw new SQLException("the index " + index + " is still being made", LOCKED);
      }
      if (isThere(index, false)) {
        lane.send("drop index concurrently if exists " + index);
      }
      if (!isThere(index, true)) {
        send(statement());
      }
      if (!isThere(index, true)) {
        throw new FailedScript(
            new Failure(script.name(), null, "the index " + index + " did not become valid"));
      }
    } finally {
      reset(connection, timeout);
    }
  }

  /** By a connection that broke, or whose node died: PostgreSQL goes on. */
  private boolean isBeingMade(String index) throws SQLException {
    return lane.asks(
        "select exists (select from pg_stat_progress_create_index where datname = current_database() and index_relid = to_regclass(%s))"
            .formatted(qualified(index)));
  }

  private boolean isThere(String index, boolean valid) throws SQLException {
    return lane.asks(
        "select exists (select from pg_index where indexrelid = to_regclass(%s) and indisvalid = %s)"
            .formatted(qualified(index), valid));
  }

  private String qualified(String index) {
    return Message.quoted(visit.home().schema() + "." + index);
  }

  private void reset(Connection connection, int timeout) {
    try {
      connection.setNetworkTimeout(Runnable::run, timeout);
      lane.send("reset search_path; reset lock_timeout");
    } catch (SQLException e) {
      lane.close();
    }
  }

  private void inBatches() throws SQLException, FailedScript {
    for (TenantId tenant : visit.tenants()) {
      int batches = 0;
      while (batch(tenant) > 0) {
        if (++batches > MOST_BATCHES) {
          throw new FailedScript(
              new Failure(
                  script.name(), null, "it does not end: it changes rows that it has changed"));
        }
      }
    }
  }

  /** Rests as long as it has worked: half of a connection's time is the tenants'. */
  private int batch(TenantId tenant) throws SQLException, FailedScript {
    long begun = System.nanoTime();
    String text =
        Message.opening(visit, tempo.lockTimeout())
            + Message.enter(lane.contexts().apply(tenant))
            + statement()
            + "\n;\ncommit";
    int changed;
    try {
      changed = lane.changes(text);
    } catch (SQLException e) {
      throw failed(e);
    }
    long took = System.nanoTime() - begun;
    LockSupport.parkNanos(Math.min(took, LONGEST_REST.toNanos()));
    return changed;
  }

  private void send(String statement) throws SQLException, FailedScript {
    try {
      lane.send(statement);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A failure of the script itself; locks and a server that is away go on as they came. */
  private FailedScript failed(SQLException e) throws SQLException {
    if (States.isLocked(e) || Absence.isToldBy(e)) {
      throw e;
    }
    return new FailedScript(Failure.of(e).at(script.name(), statement()));
  }

  /** It cannot be done in this home. */
  static final class FailedScript extends Exception {

    private final transient Failure failure;

    FailedScript(Failure failure) {
      super(failure.toString());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }
}

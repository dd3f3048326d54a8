package org.rowhouse.controlplane.operation;

import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;

/** {@code control.operation_step}: which steps are behind an operation, and what they kept. */
final class StepTable {

  private final ControlDatabase database;

  StepTable(ControlDatabase database) {
    this.database = database;
  }

  /** Names of the steps that are done, or, when it goes back, undone. */
  Set<String> behind(Operation claim) {
    String mark = claim.undoing() ? "undone_at" : "done_at";
    return Set.copyOf(
        database.with(
            h ->
                h.createQuery(
                        "select name from control.operation_step"
                            + " where operation_id = :id and <mark> is not null")
                    .define("mark", mark)
                    .bind("id", claim.id())
                    .mapTo(String.class)
                    .list()));
  }

  void keep(Handle handle, Operation claim, String step, String result) {
    handle
        .createUpdate(
            "update control.operation_step set result = cast(:result as jsonb)"
                + " where operation_id = :id and name = :step")
        .bind("id", claim.id())
        .bind("step", step)
        .bind("result", result)
        .execute();
  }

  Optional<String> kept(Operation claim, String step) {
    return database.with(
        h ->
            h.select(
                    "select result from control.operation_step where operation_id = ?"
                        + " and name = ? and result is not null",
                    claim.id(),
                    step)
                .mapTo(String.class)
                .findOne());
  }
}

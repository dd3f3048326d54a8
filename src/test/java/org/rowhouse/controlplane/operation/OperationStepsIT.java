package org.rowhouse.controlplane.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.http.Problem;

/** Operations of a work made here: what each step does is the test's. */
class OperationStepsIT {

  private static final String KIND = "of-this-test";

  private static TestPlane plane;

  private final List<String> did = new ArrayList<>();
  private final Map<String, Step.Action> doing = new ConcurrentHashMap<>();
  private boolean undoable = true;
  private OperationRunner runner;
  private Interventions interventions;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @BeforeEach
  void start() {
    plane.owner().useHandle(h -> h.execute("delete from control.operation"));
    List<Work> works = List.of(new Listed());
    runner = plane.runner(works);
    interventions = new Interventions(plane.control, plane.audit, plane.operations, runner, works);
  }

  private class Listed implements Work {
    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public boolean isCancellable() {
      return true;
    }

    @Override
    public List<Step> steps() {
      return List.of(step("one"), step("two"), step("three"));
    }

    private Step step(String name) {
      Step step =
          Step.of(
              name,
              run -> {
                did.add(name);
                doing.getOrDefault(name, r -> {}).of(run);
              });
      return undoable
          ? step.undoneBy(
              run -> {
                did.add("not " + name);
                doing.getOrDefault("not " + name, r -> {}).of(run);
              })
          : step;
    }
  }

  @Test
  void steps_are_done_in_order_and_told_as_they_go() {
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          OperationView seen = OperationView.of(now(begun));
          assertThat(seen.progress()).isEqualTo(new OperationView.ProgressView(1, 3, "two"));
        });
    workOff();

    assertThat(did).containsExactly("one", "two", "three");
    Operation ended = now(begun);
    assertThat(ended.state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(ended.done()).isEqualTo(3);
    assertThat(ended.request()).isNull();
  }

  @Test
  void a_step_that_is_done_is_not_done_again() {
    Operation begun = enter();
    doing.put("three", failing(2));
    workOff();

    assertThat(did).containsExactly("one", "two", "three", "three", "three");
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void what_fails_three_times_is_undone_from_its_end_to_its_beginning() {
    Operation begun = enter();
    doing.put("two", failing(100));
    workOff();

    assertThat(did).containsExactly("one", "two", "two", "two", "not three", "not two", "not one");
    Operation ended = now(begun);
    assertThat(ended.state()).isEqualTo(Operation.State.FAILED);
    assertThat(ended.error()).contains("two").doesNotContain("planted");
    assertThat(ended.request()).isNull();
  }

  @Test
  void each_step_has_tries_of_its_own() {
    Operation begun = enter();
    for (String step : List.of("one", "two", "three")) {
      doing.put(step, failing(2));
    }
    workOff();
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void what_cannot_go_on_is_undone_at_once_and_says_why() {
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          throw new CannotGoOn("The moon is full");
        });
    workOff();

    assertThat(did).containsExactly("one", "two", "not three", "not two", "not one");
    assertThat(now(begun).error()).isEqualTo("The moon is full");
  }

  @Test
  void what_cannot_be_undone_is_dead_until_an_operator_has_it_tried_again() {
    undoable = false;
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          throw new CannotGoOn("The moon is full");
        });
    workOff();
    Operation dead = now(begun);
    assertThat(dead.state()).isEqualTo(Operation.State.DEAD);
    assertThat(dead.error()).isEqualTo("The moon is full");
    assertThat(dead.request()).isNotNull();

    doing.clear();
    interventions.retry(begun.id());
    workOff();
    assertThat(did).containsExactly("one", "two", "two", "three");
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(now(begun).error()).isNull();
    assertConflict(() -> interventions.retry(begun.id()));
  }

  @Test
  void what_is_called_off_is_undone_before_its_next_step() {
    Operation begun = enter();
    doing.put("one", run -> interventions.cancel(begun.id()));
    workOff();

    assertThat(did).containsExactly("one", "not three", "not two", "not one");
    assertThat(now(begun).state()).isEqualTo(Operation.State.CANCELLED);
    assertConflict(() -> interventions.cancel(begun.id()));
  }

  @Test
  void a_worker_that_lost_its_lease_writes_nothing() {
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          claimedByAnother(begun);
          assertThatThrownBy(() -> run.write(h -> h.execute("delete from control.operation")))
              .isInstanceOf(LeaseLost.class);
          assertThatThrownBy(run::renew).isInstanceOf(LeaseLost.class);
          assertThatThrownBy(() -> run.keep("a result")).isInstanceOf(LeaseLost.class);
          assertThatThrownBy(() -> run.end(h -> h.execute("delete from control.operation")))
              .isInstanceOf(LeaseLost.class);
        });
    Operation before = now(begun);
    assertThat(runner.workOnNext()).isTrue();

    assertThat(did).containsExactly("one", "two");
    Operation after = now(begun);
    assertThat(after.state()).isEqualTo(Operation.State.RUNNING);
    assertThat(after.attempts()).isEqualTo(before.attempts() + 2);
    assertThat(after.step()).isEqualTo("two");
  }

  @Test
  void nobody_takes_over_while_a_worker_writes() {
    TestPlane other = plane.anotherNode();
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          expire(begun);
          run.write(
              h ->
                  assertThat(new Claims(other.control).next(List.of(KIND), List.of()))
                      .as("claimed inside the transaction")
                      .isEmpty());
        });
    workOff();
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(did).containsExactly("one", "two", "three");
  }

  @Test
  void waiting_is_no_failure_and_can_be_ended() {
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          throw new NotYet(Instant.now().plusSeconds(3600));
        });
    for (int i = 0; i < 5; i++) {
      assertThat(runner.workOnNext()).isTrue();
      assertThat(runner.workOnNext()).as("before its time").isFalse();
      plane.owner().useHandle(h -> h.execute("update control.operation set due_at = now()"));
    }
    assertThat(now(begun).state()).isEqualTo(Operation.State.PENDING);
    assertThat(runner.workOnNext()).isTrue();
    assertThat(
            plane.control.<Boolean, RuntimeException>inTransaction(
                h -> plane.operations.finishStep(h, begun.id(), "two")))
        .isTrue();
    workOff();
    assertThat(did).containsSubsequence("one", "two", "three").doesNotContain("not one");
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void a_wait_that_is_ended_while_it_begins_is_ended() {
    Operation begun = enter();
    CountDownLatch ended = new CountDownLatch(1);
    List<CompletableFuture<Void>> ending = new ArrayList<>();
    doing.put(
        "two",
        run -> {
          ending.add(
              CompletableFuture.runAsync(
                  () ->
                      plane.control.useTransaction(
                          h -> {
                            plane.operations.finishStep(h, begun.id(), "two");
                            ended.countDown();
                            awaitThat(
                                "the worker waits for this transaction, or has gone past it",
                                "select exists (select from pg_stat_activity"
                                    + " where datname = current_database()"
                                    + " and wait_event_type = 'Lock')"
                                    + " or exists (select from control.operation"
                                    + " where state = 'PENDING')");
                          })));
          await(ended);
          throw new NotYet(Instant.now().plusSeconds(3600));
        });
    assertThat(runner.workOnNext()).isTrue();
    ending.get(0).join();
    assertThat(runner.workOnNext()).as("it goes on at once").isTrue();
    assertThat(did).containsExactly("one", "two", "three");
  }

  private static void awaitThat(String what, String condition) {
    Instant end = Instant.now().plusSeconds(20);
    while (!plane.owner().withHandle(h -> h.select(condition).mapTo(Boolean.class).one())) {
      assertThat(Instant.now()).as(what).isBefore(end);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_its_workers_die_of_is_undone_after_three_of_them() {
    Operation begun = enter();
    for (int i = 0; i < Execution.TRIES; i++) {
      assertThat(new Claims(plane.control).next(List.of(KIND), List.of())).isPresent();
      expire(begun);
    }
    workOff();
    assertThat(did).containsExactly("not three", "not two", "not one");
    assertThat(now(begun).state()).isEqualTo(Operation.State.FAILED);
    assertThat(now(begun).error()).contains("interrupted");
  }

  @Test
  void what_a_step_has_kept_outlives_its_worker() {
    Operation begun = enter();
    doing.put("one", run -> run.keep(new OperationView.ProgressView(7, 8, "x")));
    doing.put("two", failing(1));
    List<Object> kept = new ArrayList<>();
    doing.put(
        "three", run -> kept.add(run.kept("one", OperationView.ProgressView.class).orElseThrow()));
    workOff();
    assertThat(kept).containsExactly(new OperationView.ProgressView(7, 8, "x"));
    assertThat(now(begun).state()).isEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void an_undo_that_fails_again_and_again_ends_dead_and_keeps_the_first_reason() {
    Operation begun = enter();
    doing.put(
        "two",
        run -> {
          throw new CannotGoOn("The moon is full");
        });
    doing.put("not one", failing(100));
    while (!now(begun).isFinished()) {
      plane.owner().useHandle(h -> h.execute("update control.operation set due_at = now()"));
      runner.workOnNext();
    }
    assertThat(now(begun).state()).isEqualTo(Operation.State.DEAD);
    assertThat(now(begun).error()).startsWith("The moon is full").contains("'one'");
    assertThat(did.stream().filter("not one"::equals)).hasSize(Execution.TRIES_TO_UNDO);
    assertThat(did.stream().filter("not two"::equals)).hasSize(1);
  }

  private Step.Action failing(int times) {
    int[] left = {times};
    return run -> {
      if (left[0]-- > 0) {
        throw new IllegalStateException("planted");
      }
    };
  }

  private static void claimedByAnother(Operation operation) {
    expire(operation);
    Claims claims = new Claims(plane.control);
    assertThat(claims.next(List.of(KIND), List.of())).isPresent();
  }

  private static void expire(Operation operation) {
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set lease_until = now() - interval '1 second'"
                        + " where id = ?",
                    operation.id()));
  }

  /** Waits for what was postponed. */
  private void workOff() {
    String left =
        "select count(*) from control.operation where state in ('PENDING', 'RUNNING') and kind = ?";
    while (plane.owner().withHandle(h -> h.select(left, KIND).mapTo(Integer.class).one()) > 0) {
      runner.workOnNext();
    }
  }

  private static Operation enter() {
    return plane.control.inTransaction(
        h ->
            plane.operations.add(
                h, new NewOperation(KIND, null, "{\"a\": 1}", Optional.of("an-operator"))));
  }

  private static Operation now(Operation operation) {
    UUID id = operation.id();
    return plane.operations.byId(id).orElseThrow();
  }

  private static void assertConflict(Runnable intervention) {
    assertThatThrownBy(intervention::run)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
  }
}

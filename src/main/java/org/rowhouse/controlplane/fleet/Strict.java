package org.rowhouse.controlplane.fleet;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.rowhouse.controlplane.fleet.run.Decisions.Decision;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.visit.Group;
import org.rowhouse.controlplane.fleet.visit.Group.NotPrepared;
import org.rowhouse.controlplane.fleet.visit.Lane;
import org.rowhouse.controlplane.fleet.visit.Outcome;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.tenancy.Home;

/**
 * All homes of all databases and servers, or none: each group of homes is prepared, then it is
 * decided once, on disk, then each is told. Whoever dies in between leaves it to {@link InDoubt}.
 */
final class Strict {

  private static final System.Logger LOG = System.getLogger(Strict.class.getName());

  private final FleetRun run;
  private final Means means;
  private final Policy policy;
  private final Consumer<String> moments;

  /**
   * @param moments is told where it is, for tests of what happens when it goes no further
   */
  Strict(FleetRun run, Means means, Consumer<String> moments) {
    this.run = run;
    this.means = means;
    this.policy = means.policy();
    this.moments = moments;
  }

  /** A group, and where it is. */
  private record Part(Group group, DataSource source) {
    Home home() {
      return group.home();
    }
  }

  /**
   * @throws Stopped when PostgreSQL has no room for it
   */
  void require(List<Visit> visits) {
    StrictNeeds.requireTransactional(visits);
    parts(visits).stream()
        .collect(Collectors.groupingBy(part -> part.home().server()))
        .forEach(
            (server, some) ->
                StrictNeeds.require(
                    means.connections(),
                    server,
                    some.size(),
                    some.stream().flatMap(part -> part.group().visits().stream()).toList()));
  }

  /**
   * @throws Stopped when a home did not follow; nothing is changed
   */
  void apply(List<Visit> visits) {
    Residents residents = new Residents(means.census());
    List<Part> parts = parts(visits.stream().map(residents::now).toList());
    means.runs().move(run, State.APPLYING, visits.get(0).last().name(), 1, 1);
    long begun = System.nanoTime();
    moments.accept("rehearsed");
    Instant end = Instant.now().plus(policy.budget());
    Collection<Outcome> failures = prepareOrTakeBack(parts, end);
    moments.accept("prepared");
    boolean inTime = Instant.now().isBefore(end);
    Decision decision = decide(failures.isEmpty() && inTime ? Decision.COMMIT : Decision.ROLLBACK);
    moments.accept("decided");
    tell(parts, decision);
    if (decision == Decision.ROLLBACK) {
      throw stopped(failures, inTime);
    }
    means.decisions().settle(run, decision, null);
    LOG.log(
        Level.INFO,
        "{0} homes have {1} since one moment, after {2} ms",
        visits.size(),
        visits.get(0).last(),
        (System.nanoTime() - begun) / 1_000_000);
  }

  private Decision decide(Decision wanted) {
    return means.decisions().decide(run.id(), wanted).orElseThrow();
  }

  /** Whatever broke here, nothing that was prepared keeps its locks. */
  private Collection<Outcome> prepareOrTakeBack(List<Part> parts, Instant end) {
    try {
      return prepare(parts, end);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Homes could not be prepared", e);
      tell(parts, decide(Decision.ROLLBACK));
      throw new Stopped(State.FAILED, "Nothing was changed anywhere: " + e.getMessage());
    }
  }

  private List<Part> parts(List<Visit> visits) {
    Map<String, List<Visit>> byDatabase =
        visits.stream()
            .collect(
                Collectors.groupingBy(
                    visit -> visit.home().server() + "/" + visit.home().database()));
    List<Part> parts = new ArrayList<>();
    for (List<Visit> some : byDatabase.values()) {
      DataSource source = means.connections().scripts(some.get(0).home());
      int groups = Math.min(policy.tempo().lanes(), some.size());
      for (int i = 0; i < groups; i++) {
        List<Visit> share = some.subList(i * some.size() / groups, (i + 1) * some.size() / groups);
        String gid = InDoubt.NAME + run.id() + ":" + run.epoch() + ":" + parts.size();
        parts.add(new Part(new Group(gid, share), source));
      }
    }
    return parts;
  }

  private Collection<Outcome> prepare(List<Part> parts, Instant end) {
    ConcurrentLinkedQueue<Outcome> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean broken = new AtomicBoolean();
    Tempo tempo = policy.tempo();
    forEach(
        parts,
        part -> {
          if (!failures.isEmpty() || broken.get()) {
            return;
          }
          try {
            part.group().prepare(new Lane(part.source()), tempo, end);
          } catch (NotPrepared e) {
            failures.add(e.outcome());
          } catch (RuntimeException | Error e) {
            broken.set(true);
            throw e;
          }
        });
    return failures;
  }

  /** Who cannot be told now is told by {@link InDoubt}; the decision stands. */
  private void tell(List<Part> parts, Decision decision) {
    ConcurrentLinkedQueue<SQLException> untold = new ConcurrentLinkedQueue<>();
    forEach(
        parts,
        part -> {
          try (Lane lane = new Lane(part.source())) {
            moments.accept("telling");
            if (decision == Decision.COMMIT) {
              part.group().commit(lane);
            } else {
              part.group().rollBack(lane);
            }
          } catch (SQLException e) {
            untold.add(e);
          }
        });
    if (!untold.isEmpty()) {
      throw new IllegalStateException(
          "It was decided to "
              + decision
              + ", and some homes do not know it yet; they are told at the next start",
          untold.peek());
    }
  }

  /**
   * In parallel, a few for each server; what one throws comes through when all have ended.
   *
   * @throws RejectedExecutionException when there is no thread; parts that were not begun are not
   */
  private void forEach(List<Part> parts, Consumer<Part> work) {
    Map<UUID, List<Part>> byServer =
        parts.stream().collect(Collectors.groupingBy(part -> part.home().server()));
    List<Queue<Part>> queues = new ArrayList<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    RejectedExecutionException refused = null;
    try {
      for (List<Part> some : byServer.values()) {
        Queue<Part> queue = new ConcurrentLinkedQueue<>(some);
        queues.add(queue);
        for (int i = 0; i < Math.min(policy.tempo().lanes(), some.size()); i++) {
          all.add(CompletableFuture.runAsync(() -> workOff(queue, work), means.threads()));
        }
      }
    } catch (RejectedExecutionException e) {
      refused = e;
      queues.forEach(Queue::clear);
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    if (refused != null) {
      throw refused;
    }
  }

  private static void workOff(Queue<Part> queue, Consumer<Part> work) {
    for (Part part = queue.poll(); part != null; part = queue.poll()) {
      work.accept(part);
    }
  }

  private Stopped stopped(Collection<Outcome> failures, boolean inTime) {
    List<HomeResult> results = failures.stream().map(Results::failed).toList();
    means.results().tell(run, results);
    String why =
        failures.stream()
            .findFirst()
            .map(outcome -> "home " + outcome.visit().home().id() + ": " + outcome.failure())
            .orElse(
                inTime ? "another node has ended it" : "it took longer than " + policy.budget());
    return new Stopped(State.FAILED, "Nothing was changed anywhere: " + why);
  }
}

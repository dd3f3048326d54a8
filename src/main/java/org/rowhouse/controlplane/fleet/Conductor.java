package org.rowhouse.controlplane.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.run.Decisions;
import org.rowhouse.controlplane.fleet.run.Deposed;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.server.OwnerConnections;

/**
 * Leads runs, one at a time: call it under the lock of the fleet. Homes that do not serve, and
 * those whose own schema guard is behind, are not its business.
 */
@ApplicationScoped
public class Conductor {

  private static final System.Logger LOG = System.getLogger(Conductor.class.getName());

  private static final List<HomeResult.State> NOT =
      List.of(HomeResult.State.FAILED, HomeResult.State.LOCKED, HomeResult.State.AWAY);

  private final Census census;
  private final Homes homes;
  private final Runs runs;
  private final RunHomes results;
  private final OwnerConnections connections;
  private final Walls walls;
  private final Crew crew;
  private final Decisions decisions;
  private final Policy policy;
  private Consumer<String> moments = moment -> {};

  Conductor() {
    this(null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public Conductor(
      Census census,
      Homes homes,
      Runs runs,
      RunHomes results,
      OwnerConnections connections,
      Walls walls,
      Crew crew,
      Decisions decisions) {
    this(census, homes, runs, results, connections, walls, crew, decisions, Policy.USUAL);
  }

  /** For use with another policy. */
  public Conductor(
      Census census,
      Homes homes,
      Runs runs,
      RunHomes results,
      OwnerConnections connections,
      Walls walls,
      Crew crew,
      Decisions decisions,
      Policy policy) {
    this.census = census;
    this.homes = homes;
    this.runs = runs;
    this.results = results;
    this.connections = connections;
    this.walls = walls;
    this.crew = crew;
    this.decisions = decisions;
    this.policy = policy;
  }

  /**
   * Whether any home has something to get, in one query over the catalog.
   *
   * @throws StartRefused when a script was changed after homes had it
   */
  public boolean isBehind(Plan plan, String guard) {
    List<Census.Group> groups = census.take(version(plan, guard));
    for (Census.Group group : groups) {
      int position = plan.position(group.version());
      if (position > 0
          && group.fingerprint() != null
          && !group.fingerprint().equals(plan.fingerprintAfter(position))) {
        throw new StartRefused(
            "%d homes had the scripts up to version %s as they were before somebody changed one: bring them back and write a new version instead"
                .formatted(group.homes(), group.version()));
      }
    }
    return groups.stream().anyMatch(Census.Group::isBehind);
  }

  /** For tests of what happens when this node goes no further. */
  public Conductor tellingOf(Consumer<String> moments) {
    this.moments = moments;
    return this;
  }

  private static HomeVersion version(Plan plan, String guard) {
    return new HomeVersion(plan.target(), guard, plan.fingerprint());
  }

  /**
   * Brings all homes that serve to the end of the plan. Without one that is behind there is no run.
   *
   * @return the run as it is when it has ended or pauses
   */
  public Optional<FleetRun> conduct(Plan plan, String guard, Atomic atomic) {
    return outdated(plan, guard).isEmpty()
        ? Optional.empty()
        : Optional.of(conduct(runs.open(plan, atomic, false).id(), plan, guard));
  }

  /** Enters the run, for whoever leads later. */
  public void prepare(Plan plan, String guard) {
    if (!outdated(plan, guard).isEmpty()) {
      runs.prepare(plan);
    }
  }

  /** As {@link #conduct(Plan, String, Atomic)}, with everything taken back. */
  public Optional<FleetRun> rehearse(Plan plan, String guard, Atomic atomic) {
    if (outdated(plan, guard).isEmpty()) {
      return Optional.empty();
    }
    if (runs.unfinished(plan).filter(run -> !run.dryRun()).isPresent()) {
      throw new StartRefused("A run to version " + plan.target() + " is under way");
    }
    return Optional.of(conduct(runs.open(plan, atomic, true).id(), plan, guard));
  }

  /** As the other, for a run that was entered. */
  public FleetRun conduct(UUID id, Plan plan, String guard) {
    FleetRun run = runs.lead(id);
    try {
      lead(run, plan, guard);
    } catch (Deposed e) {
      LOG.log(Level.WARNING, e.getMessage());
    }
    return runs.byId(id).orElseThrow();
  }

  private void lead(FleetRun run, Plan plan, String guard) {
    try (Crew.Hands hands = crew.hands()) {
      if (run.atomic() == Atomic.FLEET) {
        atOnce(run, plan, guard, means(hands));
      } else {
        homeByHome(run, plan, guard, means(hands));
      }
    } catch (Stopped e) {
      LOG.log(e.state() == State.PAUSED ? Level.INFO : Level.ERROR, e.getMessage());
      runs.end(run, e.state(), e.getMessage());
    }
  }

  private void homeByHome(FleetRun run, Plan plan, String guard, Means means) {
    Set<UUID> left = new HashSet<>();
    List<Visit> visits = nextStage(plan, guard, left);
    while (!visits.isEmpty()) {
      Stage stage = rehearsed(run, visits, means);
      if (run.dryRun()) {
        end(run, plan, limit(plan, visits));
        return;
      }
      left.addAll(stage.apply(visits));
      visits = nextStage(plan, guard, left);
    }
    results.follow(run);
    end(run, plan, null);
  }

  /** What a dry run cannot tell, because the scripts before are not there; null for nothing. */
  private static String limit(Plan plan, List<Visit> visits) {
    Visit any = visits.get(0);
    boolean first = !any.last().kind().isTransactional();
    int rehearsed = first ? any.to() - 1 : any.to();
    return rehearsed == plan.size()
        ? null
        : "Rehearsed %s: %s is no part of a transaction, and what follows needs it everywhere"
            .formatted(first ? "nothing" : "up to " + any.last(), plan.scripts().get(rehearsed));
  }

  /** What an earlier leader has left counts too. */
  private void end(FleetRun run, Plan plan, String remark) {
    Map<HomeResult.State, Long> counts = results.count(run.id());
    long others = NOT.stream().mapToLong(state -> counts.getOrDefault(state, 0L)).sum();
    LOG.log(
        others == 0 ? Level.INFO : Level.ERROR,
        run.dryRun() ? "Rehearsed {2} homes, {1} not" : "Migrated {0} homes, {1} failed",
        counts.getOrDefault(HomeResult.State.DONE, 0L),
        others,
        counts.getOrDefault(HomeResult.State.REHEARSED, 0L));
    if (others == 0) {
      runs.end(run, State.SUCCEEDED, remark);
    } else {
      String what = run.dryRun() ? " homes could not be rehearsed for " : " homes are not at ";
      runs.end(run, State.INCOMPLETE, others + what + "version " + plan.target());
    }
  }

  private void atOnce(FleetRun run, Plan plan, String guard, Means means) {
    List<Visit> visits = nextStage(plan, guard, Set.of());
    if (visits.isEmpty()) {
      runs.end(run, State.SUCCEEDED, null);
      return;
    }
    Strict strict = new Strict(run, means, moments);
    strict.require(visits);
    rehearsed(run, visits, means);
    if (run.dryRun()) {
      end(run, plan, null);
    } else {
      strict.apply(visits);
    }
  }

  private Stage rehearsed(FleetRun run, List<Visit> visits, Means means) {
    results.enter(run, visits.stream().map(visit -> visit.home().id()).toList());
    Stage stage = new Stage(run, means);
    stage.rehearse(visits);
    return stage;
  }

  private Means means(Crew.Hands hands) {
    return new Means(
        runs, results, decisions, census, homes, connections, walls, policy, hands.threads());
  }

  /** What all homes get together next: those that are furthest behind come first. */
  private List<Visit> nextStage(Plan plan, String guard, Set<UUID> but) {
    List<HomeRow> rows =
        outdated(plan, guard).stream().filter(row -> !but.contains(row.id())).toList();
    int first = rows.stream().mapToInt(row -> plan.stageEnd(position(plan, row))).min().orElse(0);
    return rows.stream()
        .filter(row -> plan.stageEnd(position(plan, row)) == first)
        .map(row -> visit(plan, row, first))
        .toList();
  }

  /** {@link Residents} come in when it is its turn. */
  private Visit visit(Plan plan, HomeRow row, int to) {
    return new Visit(
        row.home(),
        connections.role(row.home()),
        plan,
        position(plan, row),
        to,
        connections.isBesideCatalog(row.home()),
        List.of());
  }

  /** A version that no script leads to is found out in the home itself. */
  private static int position(Plan plan, HomeRow row) {
    return Math.max(plan.position(row.version()), 0);
  }

  private List<HomeRow> outdated(Plan plan, String guard) {
    return census.outdated(version(plan, guard)).stream()
        .filter(row -> row.guardVersion() == null || row.guardVersion().equals(guard))
        .toList();
  }
}

package org.rowhouse.controlplane.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.fleet.operator.MigrationView;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.http.Json;
import org.rowhouse.settings.InvalidSettings;
import org.rowhouse.settings.SettingsReader;

/**
 * Migrates the fleet without an application server, for pipelines that do so before they roll out:
 * the same engine, settings and lock as at deployment. The result is one line of JSON on standard
 * output; progress goes to standard error.
 *
 * <p>{@code dry-run} rehearses in every home and changes nothing; {@code fleet} brings all homes
 * forward at once or none.
 */
public final class MigrateCommand {

  /** How it ended, for the shell. */
  enum Exit {
    /** All homes are at the version, or would be. */
    DONE,
    /** Nothing was changed. */
    REFUSED,
    /** Some homes are at the version and some are not. */
    INCOMPLETE,
    /** It was called wrongly: settings or arguments. */
    USAGE,
    /** PostgreSQL does not answer, or something else broke. */
    BROKEN
  }

  private static final Set<String> OPTIONS = Set.of("dry-run", "fleet");
  private static final int FAILURES = 100;

  private final List<String> arguments;
  private final Function<String, Optional<String>> environment;
  private final Duration forPostgreSql;

  MigrateCommand(List<String> arguments, Function<String, Optional<String>> environment) {
    this(arguments, environment, Duration.ofSeconds(60));
  }

  /**
   * @param forPostgreSql how long it waits for one that starts
   */
  MigrateCommand(
      List<String> arguments,
      Function<String, Optional<String>> environment,
      Duration forPostgreSql) {
    this.arguments = arguments;
    this.environment = environment;
    this.forPostgreSql = forPostgreSql;
  }

  public static void main(String[] arguments) {
    Result result =
        new MigrateCommand(List.of(arguments), name -> Optional.ofNullable(System.getenv(name)))
            .run();
    System.out.println(Json.text(result));
    System.exit(result.exit().ordinal());
  }

  /**
   * What the line says.
   *
   * @param migration null where there was no home to visit
   * @param failures at most a hundred homes that did not follow
   */
  record Result(Exit exit, String error, MigrationView migration, List<HomeResult> failures) {
    static Result of(Exit exit, String error) {
      return new Result(exit, error, null, List.of());
    }

    /** Not done when homes are missing that no run has visited. */
    Result unless(Optional<String> missing) {
      return exit == Exit.DONE && missing.isPresent()
          ? new Result(Exit.INCOMPLETE, missing.get(), migration, failures)
          : this;
    }
  }

  Result run() {
    List<String> unknown = arguments.stream().filter(a -> !OPTIONS.contains(a)).toList();
    if (!unknown.isEmpty()) {
      return Result.of(Exit.USAGE, "Unknown: " + unknown + "; known are dry-run and fleet");
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      FleetParts parts = FleetParts.of(new SettingsReader(environment).read(), threads);
      Fleet fleet = parts.fleet().waiting(forPostgreSql);
      Atomic atomic = arguments.contains("fleet") ? Atomic.FLEET : Atomic.HOME;
      return arguments.contains("dry-run")
          ? result(parts, fleet.rehearse(atomic))
          : result(parts, fleet.migrate(atomic)).unless(parts.missing());
    } catch (InvalidSettings e) {
      return Result.of(Exit.USAGE, e.getMessage());
    } catch (StartRefused e) {
      return Result.of(Patience.isAway(e) ? Exit.BROKEN : Exit.REFUSED, e.getMessage());
    } catch (RuntimeException e) {
      return Result.of(Exit.BROKEN, new MigrationFailed(e).getMessage());
    } finally {
      threads.shutdown();
    }
  }

  private static Result result(FleetParts parts, Optional<FleetRun> conducted) {
    if (conducted.isEmpty()) {
      return Result.of(Exit.DONE, null);
    }
    FleetRun run = conducted.get();
    Map<HomeResult.State, Long> counts = parts.results().count(run.id());
    boolean changed = counts.getOrDefault(HomeResult.State.DONE, 0L) > 0;
    Exit exit =
        switch (run.state()) {
          case SUCCEEDED -> Exit.DONE;
          case FAILED -> changed ? Exit.INCOMPLETE : Exit.REFUSED;
          default -> Exit.INCOMPLETE;
        };
    return new Result(
        exit,
        run.error(),
        MigrationView.of(run, counts),
        parts.results().results(run.id(), HomeResult.State.FAILED, null, FAILURES));
  }
}

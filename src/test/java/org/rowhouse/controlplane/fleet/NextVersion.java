package org.rowhouse.controlplane.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.fleet.plan.FlywayScripts;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.settings.Settings.Migration;
import org.rowhouse.tenancy.Home;

/** The product's scripts and some more, from version 1000 on. */
final class NextVersion {

  final TestPlane plane;
  final Plan plan;
  private final Path directory;
  private final String guard;

  private NextVersion(TestPlane plane, Path directory) {
    this.plane = plane;
    this.directory = directory;
    this.plan = FlywayScripts.read(plane.source, List.of("db/tenant", "filesystem:" + directory));
    this.guard = plane.migrator.target().guard();
  }

  static NextVersion of(TestPlane plane, String... scripts) {
    try {
      Path directory = Files.createTempDirectory("scripts");
      for (int i = 0; i < scripts.length; i++) {
        Files.writeString(directory.resolve("V" + (1000 + i) + "__next.sql"), scripts[i]);
      }
      return new NextVersion(plane, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same scripts, one of them written anew. */
  NextVersion edited(int version, String script) {
    try {
      Files.writeString(directory.resolve("V" + version + "__next.sql"), script);
      return new NextVersion(plane, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FleetRun conduct(Policy policy) {
    return conduct(policy, Atomic.HOME);
  }

  FleetRun conduct(Policy policy, Atomic atomic) {
    return plane.conductor(policy).conduct(plan, guard, atomic).orElseThrow();
  }

  /** On threads that the test has an eye on. */
  FleetRun conduct(Policy policy, Atomic atomic, Executor threads) {
    return plane.conductor(policy, threads).conduct(plan, guard, atomic).orElseThrow();
  }

  FleetRun rehearse(Atomic atomic) {
    return plane.conductor(Policy.USUAL).rehearse(plan, guard, atomic).orElseThrow();
  }

  FleetRun dryRun() {
    FleetRun run = plane.runs.open(plan, Atomic.HOME, true);
    return plane.conductor(Policy.USUAL).conduct(run.id(), plan, guard);
  }

  /** A node that is deployed with them. */
  TestPlane node() {
    return plane.nextVersion("filesystem:" + directory);
  }

  /** As {@link #node}, which serves while homes follow. */
  TestPlane beside() {
    return plane.nextVersion("filesystem:" + directory, Migration.BESIDE);
  }

  boolean isBehind() {
    return plane.conductor(Policy.USUAL).isBehind(plan, guard);
  }

  /** Flyway as somebody would run it by himself. */
  Flyway flyway(Home home) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(plane.connections.owner(home))
            .locations("classpath:db/tenant", "filesystem:" + directory)
            .defaultSchema(home.schema())
            .createSchemas(false)
            .placeholders(Map.of("runtime", plane.connections.role(home)));
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load();
  }

  List<String> versions() {
    return plane.homes.page(null, 1000).stream().map(HomeRow::version).distinct().toList();
  }
}

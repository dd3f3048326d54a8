package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.migration.MigrateCommand.Exit;
import org.rowhouse.controlplane.migration.MigrateCommand.Result;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** A pipeline migrates before it rolls out, and knows by the exit code whether to go on. */
class MigrateCommandIT {

  private TestPlane plane;
  private Home home;

  @BeforeEach
  void aHomeOfTheLastVersion() {
    plane = TestPlane.migrated();
    home = plane.newHome(Isolation.SCHEMA);
    plane.migrator.migrate(home);
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("drop table " + home.schema() + ".invitation");
              h.execute(
                  "delete from "
                      + home.schema()
                      + ".flyway_schema_history where script like 'V6%'");
              h.execute(
                  "update control.home set version = '5', fingerprint = null where id = ?",
                  home.id());
            });
  }

  @Test
  void it_rehearses_migrates_and_then_has_nothing_to_do() {
    Result dry = run("dry-run");
    assertThat(dry.exit()).as(dry.error()).isEqualTo(Exit.DONE);
    assertThat(dry.migration().homes().rehearsed()).isEqualTo(1);
    assertThat(version()).isEqualTo("5");

    Result done = run();
    assertThat(done.exit()).as(done.error()).isEqualTo(Exit.DONE);
    assertThat(done.migration().homes().done()).isEqualTo(1);
    assertThat(version()).isEqualTo(plane.migrator.target().tables());

    assertThat(run("fleet").migration()).isNull();
  }

  @Test
  void what_would_fail_is_named_and_nothing_is_changed() {
    plane
        .owner()
        .useHandle(h -> h.execute("create table " + home.schema() + ".invitation (in_the int)"));
    Result refused = run();
    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    assertThat(refused.error()).contains(home.id().toString());
    assertThat(refused.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.script()).isEqualTo("V6__invitation.sql");
              assertThat(failure.statement()).startsWith("create table invitation");
              assertThat(failure.error()).contains("already exists");
            });
    assertThat(version()).isEqualTo("5");
  }

  @Test
  void a_home_that_no_run_could_visit_is_told() {
    run();
    Home broken = plane.newHome(Isolation.SCHEMA);
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("create schema " + broken.schema());
              h.execute("create table " + broken.schema() + ".member (in_the int)");
            });
    Result incomplete = run();
    assertThat(incomplete.exit()).isEqualTo(Exit.INCOMPLETE);
    assertThat(incomplete.error()).startsWith("1 homes are not at version");
  }

  @Test
  void a_postgresql_that_does_not_answer_is_told_by_a_code_of_its_own() {
    Map<String, String> environment = CommandProcess.environment(plane);
    environment.put("ROWHOUSE_DB_URL", "jdbc:postgresql://127.0.0.1:1/none");
    Result broken =
        new MigrateCommand(
                List.of(),
                name -> Optional.ofNullable(environment.get(name)),
                Duration.ofMillis(100))
            .run();
    assertThat(broken.exit()).as(broken.error()).isEqualTo(Exit.BROKEN);
    assertThat(broken.exit().ordinal()).isEqualTo(4);
  }

  @Test
  void what_was_not_meant_is_not_done() {
    assertThat(run("dryrun").exit()).isEqualTo(Exit.USAGE);
    assertThat(new MigrateCommand(List.of(), name -> Optional.empty()).run().exit())
        .isEqualTo(Exit.USAGE);
  }

  @Test
  void a_shell_gets_a_line_of_json_and_an_exit_code() throws Exception {
    Process process = CommandProcess.of(plane, Path.of("none"), List.of(), "dry-run").start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.strip()).startsWith("{").contains("\"exit\":\"DONE\"").doesNotContain("\n");
  }

  private Result run(String... arguments) {
    Map<String, String> environment = CommandProcess.environment(plane);
    return new MigrateCommand(
            List.of(arguments), name -> Optional.ofNullable(environment.get(name)))
        .run();
  }

  private String version() {
    return plane.homes.byId(home.id()).orElseThrow().version();
  }
}

package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.fleet.operator.Drift;
import org.rowhouse.controlplane.fleet.operator.DriftView;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * The process that leads a run stands at some place and is killed there, or PostgreSQL is: whoever
 * comes next ends what it began. {@code -Dkill.points=all} for more places, {@code -Dfleet.homes=}
 * for more homes.
 */
class KilledRunIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int SCHEMAS = Integer.getInteger("fleet.homes", 8);

  private static final String RULE =
      """
      RULE stand
      CLASS org.rowhouse.controlplane.fleet.%s
      METHOD %s
      AT ENTRY
      IF incrementCounter("times") > %d
      DO %s
      ENDRULE
      """;
  private static final String FOR_EVER = "waitFor(\"ever\")";

  private static RunDirectory directory;
  private static EmbeddedDatabase server;
  private static TestPlane plane;
  private static Path classes;
  private static Home ownDatabase;
  private static final List<Home> HOMES = new ArrayList<>();
  private static int version = 999;

  private Process process;

  @BeforeAll
  static void start() throws Exception {
    directory = RunDirectory.temporary();
    server = EmbeddedDatabase.start(directory);
    plane = TestPlane.migratedOn(server);
    Collections.nCopies(SCHEMAS, Isolation.SCHEMA).forEach(KilledRunIT::make);
    ownDatabase = make(Isolation.DATABASE);
    HOMES.add(plane.sharedHome());
    classes = directory.resolve("classes");
    Files.createDirectories(scripts());
  }

  private static Home make(Isolation isolation) {
    Home home = plane.newHome(isolation);
    plane.migrator.migrate(home);
    HOMES.add(home);
    return home;
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  @BeforeEach
  void nextVersion() throws IOException {
    version++;
    Files.writeString(
        scripts().resolve("V" + version + "__next.sql"),
        "alter table project add column c" + version + " text;\n");
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  static Stream<String> beforeTheDecision() {
    return some("run.Decisions decide 0", "Strict prepare 0", "visit.Group prepare 2");
  }

  @ParameterizedTest
  @MethodSource("beforeTheDecision")
  void no_home_has_what_was_not_decided(String place) throws Exception {
    begin(place, FOR_EVER, "fleet");
    awaitPlace(() -> isApplying() && prepared() == expected(place));
    kill();
    assertThat(prepared()).isEqualTo(expected(place));

    plane.anotherNode().fleet.migrate();

    assertThat(prepared()).isZero();
    assertThat(columns()).containsOnly(0);
    assertThat(last().state()).isEqualTo(State.FAILED);
    assertThat(node().fleet.migrate(Atomic.FLEET).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
    assertAll();
  }

  /** Of the database of the catalog there are as many as lanes, of another one for its home. */
  private static int expected(String place) {
    return switch (place) {
      case "Strict prepare 0" -> 0;
      case "visit.Group prepare 2" -> 2;
      default -> 5;
    };
  }

  static Stream<String> afterIt() {
    return some("visit.Group commit 2", "Strict tell 0", "run.Decisions settle 0");
  }

  @ParameterizedTest
  @MethodSource("afterIt")
  void every_home_has_what_was_decided(String place) throws Exception {
    begin(place, FOR_EVER, "fleet");
    int left = Integer.parseInt(place.split(" ")[2]);
    int prepared = place.startsWith("run.Decisions") ? 0 : 5 - left;
    awaitPlace(() -> isToCommit() && prepared() == prepared);
    kill();
    assertThat(prepared()).isEqualTo(prepared);

    plane.anotherNode().fleet.migrate();

    assertThat(prepared()).isZero();
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);
    assertAll();
  }

  @Test
  void a_killed_postgresql_keeps_what_was_prepared() throws Exception {
    begin("run.Decisions decide 0", FOR_EVER, "fleet");
    awaitPlace(() -> prepared() == 5);
    server.kill();
    kill();
    server.restart();
    assertThat(prepared()).isEqualTo(5);
    assertThat(node().fleet.migrate(Atomic.FLEET).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
    assertAll();
  }

  @Test
  void a_killed_leader_is_followed_by_one_that_does_the_rest() throws Exception {
    int done = SCHEMAS / 2;
    begin("visit.ServerQueue visit " + (HOMES.size() + done), FOR_EVER);
    awaitPlace(() -> isApplying() && sum() == done);
    kill();
    assertThat(drift())
        .as("homes beside the catalog that it believes to be elsewhere")
        .allMatch(each -> each.home().equals(ownDatabase.id()));
    FleetRun begun = last();

    node().fleet.migrate();

    assertAll();
    assertThat(last().id()).as("the run").isEqualTo(begun.id());
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);
    assertThat(plane.runHomes.count(begun.id()))
        .containsOnlyKeys(HomeResult.State.DONE)
        .containsEntry(HomeResult.State.DONE, (long) HOMES.size());
  }

  @Test
  void a_killed_postgresql_takes_no_home_away() throws Exception {
    int done = SCHEMAS / 2;
    begin("visit.ServerQueue visit " + (HOMES.size() + done), "delay(1500)");
    awaitPlace(() -> isApplying() && sum() == done);
    server.kill();
    Thread.sleep(2000); // what stood goes on, and meets nobody
    server.restart();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(states()).containsOnly(Home.State.READY);

    node().fleet.migrate();

    assertAll();
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);
  }

  private static Stream<String> some(String always, String... further) {
    return "all".equals(System.getProperty("kill.points"))
        ? Stream.concat(Stream.of(always), Stream.of(further))
        : Stream.of(always);
  }

  private void begin(String place, String what, String... arguments) throws IOException {
    String[] words = place.split(" ");
    Path rule = directory.resolve("stand.btm");
    Files.writeString(rule, RULE.formatted(words[0], words[1], Integer.parseInt(words[2]), what));
    String jar = Project.built("byteman.jar").toString();
    process =
        CommandProcess.begin(
            plane,
            classes,
            log(),
            List.of("-javaagent:%s=script:%s,boot:%s".formatted(jar, rule, jar)),
            arguments);
  }

  /** With SIGKILL. */
  private void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitPlace(BooleanSupplier condition) throws Exception {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("It never came to the place:\n" + Files.readString(log()));
      }
      Thread.sleep(20);
    }
  }

  private static Path log() {
    return directory.resolve("command.log");
  }

  private static Path scripts() {
    return classes.resolve("db/tenant");
  }

  /** The same deployment, started again. */
  private static TestPlane node() {
    return plane.nextVersion("filesystem:" + scripts());
  }

  private static FleetRun last() {
    return plane.runs.page(null, 1).get(0);
  }

  private static boolean isApplying() {
    return plane.runs.page(null, 1).stream()
        .anyMatch(
            run -> run.target().equals(String.valueOf(version)) && run.state() == State.APPLYING);
  }

  private static boolean isToCommit() {
    return plane.runs.page(null, 1).stream()
        .anyMatch(
            run -> run.target().equals(String.valueOf(version)) && "COMMIT".equals(run.decision()));
  }

  private static int prepared() {
    return plane
        .owner()
        .withHandle(
            h ->
                h.createQuery("select count(*) from pg_prepared_xacts where gid like 'rowhouse:%'")
                    .mapTo(Integer.class)
                    .one());
  }

  private static void assertAll() {
    assertThat(columns()).containsOnly(1);
    assertThat(HOMES)
        .extracting(home -> plane.homes.byId(home.id()).map(HomeRow::version).orElseThrow())
        .containsOnly(String.valueOf(version));
    assertThat(states()).containsOnly(Home.State.READY);
    assertThat(plane.checks.findings(HOMES)).isEmpty();
    assertThat(drift()).isEmpty();
  }

  private static List<DriftView> drift() {
    return new Drift(plane.connections, plane.homes)
        .of(plane.homes.page(null, 1000), node().migrator.plan());
  }

  private static List<Home.State> states() {
    return HOMES.stream().map(home -> plane.homes.byId(home.id()).orElseThrow().state()).toList();
  }

  private static int sum() {
    return columns().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many columns of the version each home has. */
  private static List<Integer> columns() {
    return HOMES.stream()
        .map(
            home ->
                Jdbi.create(plane.connections.owner(home))
                    .withHandle(
                        h ->
                            h.select(
                                    "select count(*) from information_schema.columns"
                                        + " where table_schema = ? and column_name = ?",
                                    home.schema(),
                                    "c" + version)
                                .mapTo(Integer.class)
                                .one()))
        .toList();
  }
}

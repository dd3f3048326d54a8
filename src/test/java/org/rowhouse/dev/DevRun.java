package org.rowhouse.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rowhouse.dev.server.ApplicationServer;
import org.rowhouse.dev.server.Launch;
import org.rowhouse.dev.server.Node;

/**
 * The whole product on this machine, with demo tenants: {@code mvn -Pdev}.
 *
 * <p>Data stays in {@code .dev} until {@code -Ddev.reset}. Ctrl-C, SIGTERM and SIGINT stop
 * everything that was started.
 */
public final class DevRun {
  private final Stopping stopping = new Stopping();
  private final Steps steps = new Steps(System.out);
  private final Path home = Project.directory().resolve(".dev");
  private final int port = Integer.getInteger("http.port", 8080);

  private DevRun() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("slf4j.internal.verbosity", "ERROR"); // the embedded servers' libraries
    var run = new DevRun();
    try {
      run.start();
    } catch (Refused e) {
      run.refuse(e.getMessage());
    } catch (Exception | AssertionError e) {
      run.refuse("Rowhouse did not start: " + e.getMessage());
    }
  }

  /** A reason not to start that says all there is to say. */
  private static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message);
    }
  }

  private void start() throws Exception {
    RunDirectory.cleanUp(home.resolve("data"));
    if (!Ports.isFree(port)) {
      throw new Refused(
          "Port %d is taken: stop what listens there, or choose another with -Dhttp.port="
              .formatted(port));
    }
    RunDirectory directory = openData();
    EmbeddedDatabase database =
        steps.run("PostgreSQL", () -> stopping.start(() -> EmbeddedDatabase.start(directory)));
    EmbeddedRedis redis =
        steps.run("Redis", () -> stopping.start(() -> EmbeddedRedis.start(directory)));
    Map<String, String> settings = settings(EmbeddedServices.of(directory, database, redis));
    Node server =
        steps.run(
            ApplicationServer.chosen().title(),
            () -> {
              var launch = new Launch(directory, port, settings);
              Node started = stopping.start(launch::start);
              started.awaitReady(Duration.ofMinutes(3));
              return started;
            });
    steps.say("first 200 after " + Steps.sinceMavenStarted());
    var signUp =
        new SignUp(
            ApiClient.of(server.uri()),
            settings.get("ROWHOUSE_OPERATOR_EMAIL"),
            settings.get("ROWHOUSE_OPERATOR_PASSWORD"));
    List<DemoTenant> tenants = DemoTenant.all();
    var demo = new DemoData(signUp);
    for (DemoTenant tenant : tenants) {
      steps.run("demo tenant " + tenant.slug(), () -> demo.ensure(tenant));
    }
    System.out.println(new Welcome(port, settings).text(signUp, tenants));
    int code = server.awaitEnd();
    throw new Refused(
        "%s ended with code %d, see %s"
            .formatted(ApplicationServer.chosen().title(), code, server.log()));
  }

  private RunDirectory openData() throws Exception {
    Path data = home.resolve("data");
    try {
      if (!System.getProperty("dev.reset", "false").equals("false")) {
        RunDirectory.reset(data);
        steps.say("data of earlier runs deleted");
      }
      boolean known = Files.exists(data);
      RunDirectory directory = stopping.start(() -> RunDirectory.open(data));
      steps.say((known ? "data found in " : "data will be kept in ") + data);
      return directory;
    } catch (IllegalStateException e) {
      throw new Refused(e.getMessage());
    }
  }

  private static Map<String, String> settings(EmbeddedServices services) {
    KeptSecrets secrets = services.directory().secrets();
    var all = new HashMap<>(services.settings());
    all.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    all.put("ROWHOUSE_SIGN_UP", "open");
    all.put("ROWHOUSE_SIGN_UPS_PER_ADDRESS", "1000000");
    all.put("ROWHOUSE_SIGN_UPS_PER_HOUR", "1000000");
    all.put("ROWHOUSE_TENANT_HEADER", "on");
    all.put("ROWHOUSE_OPERATOR_EMAIL", "operator@rowhouse.localhost");
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("ROWHOUSE_")) {
                all.put(name, value);
              }
            });
    all.computeIfAbsent(
        "ROWHOUSE_OPERATOR_PASSWORD",
        name -> secrets.get("operator.password", KeptSecrets::password));
    return Map.copyOf(all);
  }

  /**
   * One line, then the end of Maven: its own report would bury the line. When Maven is ending
   * already there is nothing to say, but the stopping still needs this program's classes.
   */
  private void refuse(String line) throws InterruptedException {
    if (stopping.stopped()) {
      Thread.currentThread().join();
    }
    stopping.close();
    System.out.flush();
    System.err.println("\n" + line);
    System.exit(1);
  }
}

package org.rowhouse.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.container.Image;
import org.rowhouse.dev.container.Training;
import org.rowhouse.dev.server.ApplicationServer;
import org.rowhouse.dev.server.Launch;
import org.rowhouse.dev.server.Node;

/**
 * Measures starts: from the process's start to the first 200 of readiness, each server in turn and
 * then again, so that what else the machine does meets all of them.
 */
final class Start {
  private static final int REQUESTS = 1000;
  private static final String OPERATOR = "operator@rowhouse.test";
  private static final String PASSWORD = "correct horse battery staple";

  private final List<String> jvm;
  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final String heap = System.getProperty("bench.heap", "256m");
  private String token;

  Start(Settings settings) {
    jvm = settings.jvm().isEmpty() ? List.of("-Xms64m", "-XX:+UseSerialGC") : settings.jvm();
  }

  /**
   * @param first resident megabytes when ready
   * @param later and after the requests
   */
  private record Run(long millis, long cpu, long first, long later) {}

  void run() throws Exception {
    Map<ApplicationServer, List<Run>> runs = new LinkedHashMap<>();
    try (var directory = RunDirectory.temporary();
        var services = EmbeddedServices.start(directory)) {
      for (ApplicationServer server : ApplicationServer.ALL) {
        add(server, services, runs);
      }
      add(image(directory.resolve("image")), services, runs);
      for (int round = 1; round <= rounds; round++) {
        for (var server : runs.entrySet()) {
          Run run = measure(server.getKey(), services);
          server.getValue().add(run);
          say("%d. %s: %s", round, server.getKey().title(), run);
        }
      }
    }
    say("| server | Java | to the first 200 | CPU | resident | after %d requests |", REQUESTS);
    for (var server : runs.entrySet()) {
      tell(server.getKey(), server.getValue());
    }
  }

  /** One start that does not count: it migrates, signs up, and tells whether the server is here. */
  private void add(
      ApplicationServer server, EmbeddedServices services, Map<ApplicationServer, List<Run>> runs)
      throws Exception {
    try {
      measure(server, services);
      runs.put(server, new ArrayList<>());
    } catch (IllegalStateException e) {
      say("without %s: %s", server.title(), e.getMessage());
    }
  }

  private static Image image(Path home) throws Exception {
    var image =
        new Image(ApplicationServer.named("payara-micro"), home, home.resolveSibling("image-work"));
    image.build();
    Training.train(image, home.resolve("archive"));
    return image;
  }

  private Run measure(ApplicationServer server, EmbeddedServices services) throws Exception {
    var settings = new HashMap<>(services.settings());
    settings.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    settings.put("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");
    settings.put("ROWHOUSE_OPERATOR_EMAIL", OPERATOR);
    settings.put("ROWHOUSE_OPERATOR_PASSWORD", PASSWORD);
    var launch = new Launch(services.directory(), Ports.free(), settings).on(server);
    long begun = System.nanoTime();
    try (Node node = launch.heap(heap).jvm(jvm).start()) {
      node.awaitReady(Duration.ofMinutes(3));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      long cpu = node.cpuMillis();
      long first = node.residentBytes() >> 20;
      ApiClient api = member(ApiClient.of(node.uri()));
      for (int i = 0; i < REQUESTS; i++) {
        api.get("/api/v1/projects").expect(200);
      }
      return new Run(millis, cpu, first, node.residentBytes() >> 20);
    }
  }

  private ApiClient member(ApiClient api) {
    if (token == null) {
      var signUp = new SignUp(api, OPERATOR, PASSWORD);
      var admin = new SignUp.Admin("ada@start.example", "Ada", PASSWORD);
      signUp.tenant(signUp.operator(), "Start", "start", "SCHEMA", admin);
      token =
          signUp
              .login("start", admin.email(), PASSWORD)
              .expect(200)
              .json()
              .required("accessToken")
              .textValue();
    }
    return api.withToken(token);
  }

  private static void tell(ApplicationServer server, List<Run> runs) throws IOException {
    say(
        "| %s | %s | %.1f s | %.1f s | %d MB | %d MB |",
        server.title(),
        Project.javaVersion(),
        median(runs, Run::millis) / 1000.0,
        median(runs, Run::cpu) / 1000.0,
        median(runs, Run::first),
        median(runs, Run::later));
  }

  private static long median(List<Run> runs, ToLongFunction<Run> figure) {
    return runs.stream().mapToLong(figure).sorted().toArray()[runs.size() / 2];
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}

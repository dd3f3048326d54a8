package org.rowhouse.dev.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.dev.ServerProcess;
import org.rowhouse.dev.server.ApplicationServer;
import org.rowhouse.dev.server.Launch;

/**
 * The steps of {@code Dockerfile} in a clean directory, and what it leaves run as a container
 * would.
 */
@TestMethodOrder(OrderAnnotation.class)
class ContainerIT {
  private static final String LIVE = "/control/v1/health/live";
  private static final String READY = "/control/v1/health/ready";

  private static RunDirectory directory;
  private static EmbeddedServices services;
  private static Image image;
  private static ServerProcess container;
  private static int port;
  private static Map<Path, String> content;

  @BeforeAll
  static void run() throws Exception {
    directory = RunDirectory.temporary();
    services = EmbeddedServices.start(directory);
    Path home = directory.resolve("image");
    image = new Image(ApplicationServer.chosen(), home, directory.resolve("work"));
    image.build();
    Training.train(image, home.resolve("archive"), services);
    content = content(home);
    start();
  }

  private static void start() throws Exception {
    port = Ports.free();
    var settings = new HashMap<>(services.settings());
    settings.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    var launch =
        new Launch(directory, port, settings)
            .heap("256m")
            .jvm(List.of("-Xlog:class+load:file=" + directory.resolve("classes.log")));
    var command = image.entry(launch, directory.resolve("container"));
    command.environment().keySet().removeIf(variable -> variable.startsWith("ROWHOUSE_"));
    command.environment().putAll(settings);
    command
        .environment()
        .put("LEAVE", "-n 2 -m 20 -u http://127.0.0.1:%d/control/v1/health/left".formatted(port));
    container = ServerProcess.start("container", command, directory);
    until(
        () -> {
          container.mustLive(image.refusal());
          return health(READY) == 0;
        });
  }

  @AfterAll
  static void stop() throws Exception {
    if (container != null) {
      container.process().descendants().forEach(ProcessHandle::destroyForcibly);
      container.close();
    }
    services.close();
    directory.close();
  }

  @Test
  @Order(1)
  void the_health_command_needs_no_client_in_the_image() throws Exception {
    assertThat(health(LIVE)).isZero();
    assertThat(health("/control/v1/no-such-thing")).isNotZero();
  }

  @Test
  @Order(1)
  void the_archive_of_classes_is_used() throws Exception {
    try (Stream<String> classes = Files.lines(directory.resolve("classes.log"))) {
      assertThat(classes)
          .anyMatch(
              line ->
                  line.matches(
                      ".*(PayaraMicroImpl|org.jboss.modules.Main) source: shared objects file.*"));
    }
  }

  @Test
  @Order(2)
  void a_running_node_writes_to_its_places_of_work_only() throws IOException {
    assertThat(content(image.home())).isEqualTo(content);
  }

  @Test
  @Order(3)
  void at_sigterm_the_node_says_so_serves_on_and_ends() throws Exception {
    container.process().destroy();
    until(() -> health(READY) != 0);
    assertThat(health(LIVE)).isZero();
    assertThat(container.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(container.process().exitValue()).isIn(0, 143);
    assertThat(health(LIVE)).isNotZero();
  }

  private static int health(String path) throws IOException, InterruptedException {
    var command = image.bin("health.sh", path);
    command.environment().put("PORT", Integer.toString(port));
    return command
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Of every file, when it changed and how large it is. */
  private static Map<Path, String> content(Path home) throws IOException {
    Map<Path, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        var attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        content.put(file, attributes.lastModifiedTime() + " " + attributes.size());
      }
    }
    return content;
  }

  private static void until(Callable<Boolean> met) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(3));
    while (!met.call()) {
      assertThat(Instant.now()).as("see " + container.log()).isBefore(end);
      Thread.sleep(100);
    }
  }
}

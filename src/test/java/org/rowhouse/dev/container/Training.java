package org.rowhouse.dev.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.ApplicationServer;
import org.rowhouse.dev.server.Launch;
import org.rowhouse.dev.server.Node;

/**
 * Runs an image once, on a PostgreSQL and a Redis of its own, so that the JVM sees the classes that
 * every start needs and those of the first requests, and leaves them in an archive.
 */
public final class Training {
  private static final String OPERATOR = "operator@rowhouse.test";
  private static final String PASSWORD = "of-the-training-only";

  private Training() {}

  /** {@code Training SERVER HOME ARCHIVE}, as the image's own JVM and its user. */
  public static void main(String[] arguments) throws Exception {
    var server = ApplicationServer.named(arguments[0]);
    var image = new Image(server, Path.of(arguments[1]), Path.of("/tmp/rowhouse"));
    train(image, Path.of(arguments[2]));
  }

  /** Leaves {@code archive} with the classes of one run in it. */
  public static void train(Image image, Path archive) throws Exception {
    try (var directory = RunDirectory.temporary();
        var services = EmbeddedServices.start(directory)) {
      train(image, archive, services);
    }
  }

  static void train(Image image, Path archive, EmbeddedServices services) throws Exception {
    var settings = new HashMap<>(services.settings());
    settings.putAll(
        Map.of(
            "ROWHOUSE_BASE_DOMAIN", "localhost",
            "ROWHOUSE_OPERATOR_EMAIL", OPERATOR,
            "ROWHOUSE_OPERATOR_PASSWORD", PASSWORD));
    var launch =
        new Launch(services.directory(), Ports.free(), settings)
            .on(image.training(Files.createDirectories(archive)))
            .heap("512m");
    try (Node node = launch.start()) {
      node.awaitReady(Duration.ofMinutes(3));
      exercise(ApiClient.of(node.uri()));
      node.end();
      node.awaitEnd();
    }
    try (Stream<Path> made = Files.list(archive)) {
      if (made.findAny().isEmpty()) {
        throw new IOException("%s left no archive in %s".formatted(image, archive));
      }
    }
  }

  private static void exercise(ApiClient api) {
    var signUp = new SignUp(api, OPERATOR, PASSWORD);
    var admin = new SignUp.Admin("ada@training.example", "Ada", PASSWORD);
    signUp.tenant(signUp.operator(), "Training", "training", "SCHEMA", admin);
    ApiClient member = signUp.member("training", admin.email(), PASSWORD);
    member.post("/api/v1/projects", Map.of("key", "TRAIN", "name", "Training")).expect(201);
    member.get("/api/v1/projects").expect(200);
    api.get("/openapi.yaml").expect(200);
  }
}

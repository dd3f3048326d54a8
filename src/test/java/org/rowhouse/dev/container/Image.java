package org.rowhouse.dev.container;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.server.ApplicationServer;
import org.rowhouse.dev.server.Launch;

/**
 * What an image holds, in a directory. Its WAR and its place of work are its own, so one node of it
 * runs at a time, and a {@link Launch} chooses no WAR.
 *
 * @param work the only directory that a node writes to; an archive is good for one such directory
 * @param training where a run leaves the archive of its classes
 */
public record Image(ApplicationServer server, Path home, Path work, Optional<Path> training)
    implements ApplicationServer {

  public Image(ApplicationServer server, Path home, Path work) {
    this(server, home, work, Optional.empty());
  }

  /** The one whose runs make an archive. */
  public Image training(Path archive) {
    return new Image(server, home, work, Optional.of(archive));
  }

  /** Lays it out as the first stage of {@code Dockerfile} does. */
  public void build() throws IOException, InterruptedException {
    Path log = Files.createTempFile("image", ".log");
    try {
      var script =
          script(
              Project.serverConfig("container").resolve("build.sh"),
              server.name(),
              home.toString());
      script.environment().put("WORK", work.toString());
      int code =
          script
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log.toFile()))
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("build.sh ended with %d: %s".formatted(code, Files.readString(log)));
      }
    } finally {
      Files.delete(log);
    }
  }

  /** One of its scripts, with the JDK of {@code -Djdk=} before any other. */
  public ProcessBuilder bin(String name, String... arguments) {
    return script(home.resolve("bin").resolve(name), arguments);
  }

  private static ProcessBuilder script(Path file, String... arguments) {
    var command = new ProcessBuilder("bash", file.toString());
    command.command().addAll(List.of(arguments));
    command
        .environment()
        .merge(
            "PATH",
            Project.java().getParent().toString(),
            (old, jdk) -> jdk + File.pathSeparator + old);
    return command;
  }

  @Override
  public String name() {
    return server.name() + "-image";
  }

  @Override
  public String title() {
    return server.title() + ", image";
  }

  @Override
  public ProcessBuilder prepare(Launch launch, Path scratch) throws IOException {
    return running("start.sh", launch, scratch);
  }

  /** What the container runs: a process whose child is the server. */
  ProcessBuilder entry(Launch launch, Path scratch) throws IOException {
    return running("entry.sh", launch, scratch);
  }

  private ProcessBuilder running(String script, Launch launch, Path scratch) throws IOException {
    Path logs = Files.createDirectories(scratch.resolve("logs"));
    var command = bin(script);
    command
        .environment()
        .putAll(
            Map.of(
                "WORK", work.toString(),
                "LOGS", logs.toString(),
                "PORT", Integer.toString(launch.port()),
                "HTTP_ADDRESS", "127.0.0.1",
                "JAVA_OPTS",
                    "-Xmx"
                        + launch.heap()
                        + " -XX:+UseSerialGC "
                        + String.join(" ", launch.jvm())));
    training.ifPresent(archive -> command.environment().put("TRAIN", archive.toString()));
    return command;
  }

  @Override
  public Map<String, String> prepareArquillian(Path scratch) {
    throw new UnsupportedOperationException("An image is tested from outside");
  }

  @Override
  public Pattern refusal() {
    return server.refusal();
  }
}

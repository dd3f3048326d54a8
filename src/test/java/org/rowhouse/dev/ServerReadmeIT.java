package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.server.ApplicationServer;

/** An operator types what the README of the server's directory says, in an empty directory. */
class ServerReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The build has fetched already what the README fetches. */
  private static final String OFFLINE =
      """
      set -e
      mvn() { "$MAVEN_HOME/bin/mvn" -B -q -o -Dmaven.repo.local="$REPOSITORY" \
        "org.apache.maven.plugins:maven-dependency-plugin:$DEPENDENCY_PLUGIN:${1#*:}" "${@:2}"; }
      """;

  private final ApplicationServer server = ApplicationServer.chosen();
  private final int port = Ports.free();

  @Test
  void its_commands_lead_from_nothing_to_a_ready_node() throws Exception {
    assumeTrue(new File("/bin/bash").canExecute(), "no bash");
    assumeTrue(new File("/usr/bin/unzip").canExecute(), "no unzip");
    try (var directory = RunDirectory.temporary();
        var services = EmbeddedServices.start(directory)) {
      var bash = new ProcessBuilder("/bin/bash", "-c", OFFLINE + commands());
      bash.environment().putAll(environment(services));
      bash.directory(cleanDirectory(directory).toFile());
      try (var shell = ServerProcess.start("readme", bash, directory);
          var children = new Children(shell.process())) {
        awaitReady(shell);
        assertThat(children.end()).as("it ends when asked to").isTrue();
        assertThat(Ports.isFree(port)).isTrue();
      }
    }
  }

  private String commands() throws IOException {
    String readme = Files.readString(Project.serverConfig(server.name()).resolve("README.md"));
    String commands =
        BLOCK.matcher(readme).results().map(block -> block.group(1)).collect(Collectors.joining());
    assertThat(commands).isNotBlank();
    return commands.replace("8080", Integer.toString(port));
  }

  private Map<String, String> environment(EmbeddedServices services) {
    Path jdk = Project.java().getParent().getParent();
    var all = new HashMap<>(services.settings());
    all.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    all.put("HTTP_PORT", Integer.toString(port));
    all.put("ADMIN_PORT", Integer.toString(Ports.free()));
    all.put("JAVA_TOOL_OPTIONS", "-Djboss.http.port=" + port);
    all.put("JAVA_HOME", jdk.toString());
    all.put("AS_JAVA", jdk.toString());
    all.put("PATH", jdk.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    all.put("MAVEN_HOME", System.getProperty("maven.home"));
    all.put("REPOSITORY", System.getProperty("maven.repo.local"));
    all.put("DEPENDENCY_PLUGIN", System.getProperty("dependency-plugin.version"));
    return all;
  }

  /** The WAR and the files of the server's directory. */
  private Path cleanDirectory(RunDirectory directory) throws IOException {
    Path clean = Files.createDirectories(directory.resolve("operator"));
    Files.copy(Project.built("rowhouse.war"), clean.resolve("rowhouse.war"));
    try (Stream<Path> files = Files.list(Project.serverConfig(server.name()))) {
      for (Path file : files.toList()) {
        Files.copy(file, clean.resolve(file.getFileName()));
      }
    }
    return clean;
  }

  /** What answers before the application does must not tell what runs here. */
  private void awaitReady(ServerProcess shell) throws Exception {
    var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/control/v1/health/ready"))
            .timeout(Duration.ofSeconds(10))
            .build();
    Instant end = Instant.now().plus(PATIENCE);
    String last = "no answer";
    while (Instant.now().isBefore(end)) {
      shell.mustLive(server.refusal());
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          assertThat(last).doesNotMatch("(?is).*(payara|glassfish|wildfly|undertow|<html).*");
          return;
        }
        last = answer.headers().map() + answer.body();
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not ready in " + PATIENCE + ": " + last + ", see " + shell.log());
  }

  /** What the shell has started, or has become: its last command may run in its place. */
  private record Children(Process shell) implements AutoCloseable {
    boolean end() {
      List<ProcessHandle> all =
          Stream.concat(shell.descendants(), Stream.of(shell.toHandle())).toList();
      all.forEach(ProcessHandle::destroy);
      return all.stream().allMatch(each -> PidFile.ended(each, Duration.ofSeconds(60)));
    }

    @Override
    public void close() {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }
}

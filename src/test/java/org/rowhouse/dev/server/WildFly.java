package org.rowhouse.dev.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;

/** One unpacked server for all nodes; each has a base directory of its own. */
public final class WildFly implements ApplicationServer {

  @Override
  public String name() {
    return "wildfly";
  }

  @Override
  public String title() {
    return "WildFly";
  }

  @Override
  public ProcessBuilder prepare(Launch launch, Path scratch) throws IOException {
    Path home = ConfiguredWildFly.home();
    Path base = baseDirectory(home, scratch);
    Files.copy(
        launch.war(), Files.createDirectories(base.resolve("deployments")).resolve("rowhouse.war"));
    var command = new ArrayList<String>();
    command.add(Project.java().toString());
    command.addAll(
        List.of(
            "-Xmx" + launch.heap(), "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + scratch));
    command.addAll(ConfiguredWildFly.JVM);
    command.addAll(launch.jvm());
    command.addAll(
        List.of(
            "-Dlogging.configuration=" + base.resolve("configuration/logging.properties").toUri(),
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            "-mp",
            home.resolve("modules").toString(),
            "org.jboss.as.standalone",
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + base,
            "-Djboss.http.port=" + launch.port(),
            "-c",
            "rowhouse.xml"));
    return new ProcessBuilder(command);
  }

  /** What {@code standalone} of the unpacked server is, for one node. */
  static Path baseDirectory(Path home, Path scratch) throws IOException {
    Path base = scratch.resolve("standalone");
    Path configuration = Files.createDirectories(base.resolve("configuration"));
    try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, configuration.resolve(file.getFileName()));
      }
    }
    return base;
  }

  @Override
  public Map<String, String> prepareArquillian(Path scratch) throws IOException {
    Path home = ConfiguredWildFly.home();
    Path base = baseDirectory(home, scratch);
    ConfiguredWildFly.run(
        Project.directory().resolve("src/test/server/arquillian.cli"),
        home,
        "-Djboss.server.base.dir=" + base);
    Path configuration = base.resolve("configuration/rowhouse.xml");
    Files.writeString(
        configuration, Files.readString(configuration).replace("${env.ROWHOUSE_", "${ROWHOUSE_"));
    String management = Integer.toString(Ports.free());
    return Map.of(
        "wildfly.home", home.toString(),
        "arquillian.jdk", Project.java().getParent().getParent().toString(),
        "arquillian.management", management,
        "arquillian.server",
            "-Djboss.server.base.dir=%s -Djboss.http.port=%d -Djboss.management.http.port=%s"
                .formatted(base, Ports.free(), management));
  }

  @Override
  public Pattern refusal() {
    return Pattern.compile("started \\(with errors\\)");
  }
}

package org.rowhouse.dev.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.rowhouse.dev.Project;

/** The unpacked server after {@code configure.cli}, which runs once for all nodes and builds. */
final class ConfiguredWildFly {

  /** What {@code standalone.sh} gives the JVM. */
  static final List<String> JVM =
      List.of(
          "-Djava.awt.headless=true",
          "-Djboss.modules.system.pkgs=org.jboss.byteman",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

  private ConfiguredWildFly() {}

  /** Its directory; whoever asks first configures it. */
  static synchronized Path home() throws IOException {
    Path home = Project.built("wildfly.jar").getParent();
    Path script = Project.serverConfig("wildfly").resolve("configure.cli");
    Path done = home.resolve("configured-by.cli");
    try (var lock =
        FileChannel.open(
            home.resolve("configure.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      if (!Files.exists(done) || Files.mismatch(script, done) != -1) {
        configure(home, script);
        Files.copy(script, done, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return home;
  }

  private static void configure(Path home, Path script) throws IOException {
    Files.copy(
        Project.driver(), home.resolve("postgresql.jar"), StandardCopyOption.REPLACE_EXISTING);
    run(script, home);
    Files.copy(
        script.resolveSibling("logging.properties"),
        home.resolve("standalone/configuration/logging.properties"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Runs {@code script} by the server's own tool. */
  static void run(Path script, Path home, String... arguments) throws IOException {
    Path log = home.resolve(script.getFileName() + ".log");
    var command = new ArrayList<>(List.of("bin/jboss-cli.sh", "--file=" + script.toAbsolutePath()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("JBOSS_HOME", home.toString());
    builder.environment().put("JAVA_HOME", Project.java().getParent().getParent().toString());
    builder
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(log.toFile()));
    try {
      int code = builder.start().waitFor();
      if (code != 0 || !Files.readString(log).contains("The batch executed successfully")) {
        throw new IOException("%s failed with code %d, see %s".formatted(script, code, log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

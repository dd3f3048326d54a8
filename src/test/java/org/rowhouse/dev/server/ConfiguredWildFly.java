package org.rowhouse.dev.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    Path log = home.resolve("configure.log");
    var builder = new ProcessBuilder("bin/jboss-cli.sh", "--file=" + script);
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

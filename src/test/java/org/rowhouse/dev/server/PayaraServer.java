package org.rowhouse.dev.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;

/** One unpacked server for all nodes; each has a domain of its own. */
public final class PayaraServer implements ApplicationServer {

  @Override
  public String name() {
    return "payara-server";
  }

  @Override
  public String title() {
    return "Payara Server";
  }

  @Override
  public ProcessBuilder prepare(Launch launch, Path scratch) throws IOException {
    Path asadmin = Project.built("payara-server.jar");
    Path home = asadmin.getParent().getParent().getParent(); // of glassfish/lib/client
    Path domain = domain(home, scratch);
    Files.copy(launch.war(), domain.resolve("rowhouse.war"));
    var command = new ArrayList<String>();
    for (String argument : serverCommand(asadmin, scratch)) {
      if (argument.startsWith("com.sun.enterprise.glassfish.bootstrap.")) {
        command.add("-Djava.io.tmpdir=" + scratch);
        command.addAll(launch.jvm());
      }
      command.add(argument.startsWith("-Xmx") ? "-Xmx" + launch.heap() : argument);
    }
    var builder = new ProcessBuilder(command);
    builder.environment().put("HTTP_PORT", Integer.toString(launch.port()));
    builder.environment().put("ADMIN_PORT", Integer.toString(Ports.free()));
    return builder;
  }

  /** A copy of the domain that the server comes with, and what the README adds to it. */
  private Path domain(Path home, Path scratch) throws IOException {
    Path original = home.resolve("domains/domain1");
    Path domain = scratch.resolve("domain1");
    try (Stream<Path> all = Files.walk(original)) {
      for (Path each : all.toList()) {
        Path copy = domain.resolve(original.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
    Files.copy(Project.driver(), domain.resolve("lib/postgresql.jar"));
    Path logging = domain.resolve("config/logging.properties");
    Files.delete(logging);
    Files.copy(Project.serverConfig(name()).resolve("logging.properties"), logging);
    return domain;
  }

  /** What {@code asadmin start-domain} would start. */
  private List<String> serverCommand(Path asadmin, Path scratch) throws IOException {
    Path scripts = Project.serverConfig(name());
    Path said = scratch.resolve("start-domain.txt");
    Process process =
        new ProcessBuilder(
                Project.java().toString(),
                "-jar",
                asadmin.toString(),
                "start-domain",
                "--dry-run",
                "--domaindir",
                scratch.toString(),
                "--prebootcommandfile",
                scripts.resolve("pre-boot.asadmin").toString(),
                "--postbootcommandfile",
                scripts.resolve("post-boot.asadmin").toString(),
                "domain1")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said.toFile()))
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("asadmin failed, see " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return Files.readAllLines(said).stream().skip(1).takeWhile(line -> !line.isBlank()).toList();
  }

  /** Its adapter would set up a domain in a way of its own. */
  @Override
  public Map<String, String> prepareArquillian(Path scratch) {
    throw new IllegalStateException("in-container tests run on the other servers");
  }

  @Override
  public Pattern refusal() {
    return Pattern.compile("Exception while (loading|preparing|deploying) the app");
  }
}

package org.rowhouse.dev.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;

/** One JAR that runs one WAR. */
public final class PayaraMicro implements ApplicationServer {

  @Override
  public String name() {
    return "payara-micro";
  }

  @Override
  public String title() {
    return "Payara Micro";
  }

  @Override
  public ProcessBuilder prepare(Launch launch, Path scratch) throws IOException {
    Path war = Files.copy(launch.war(), scratch.resolve("rowhouse.war"));
    var command = new ArrayList<String>();
    command.add(Project.java().toString());
    command.addAll(
        List.of(
            "-Xmx" + launch.heap(),
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Dslf4j.internal.verbosity=ERROR",
            "-Djava.io.tmpdir=" + scratch));
    command.addAll(launch.jvm());
    command.addAll(
        List.of(
            "-jar",
            Project.built("payara-micro.jar").toString(),
            "--prebootcommandfile",
            Project.serverConfig(name()).resolve("pre-boot.asadmin").toString(),
            "--logproperties",
            Project.serverConfig(name()).resolve("logging.properties").toString(),
            "--addlibs",
            Project.driver().toString(),
            "--nocluster",
            "--disablephonehome",
            "--shutdowngrace",
            "3000",
            "--port",
            Integer.toString(launch.port()),
            "--contextroot",
            "/",
            "--deploy",
            war.toString()));
    for (Path other : launch.beside()) {
      command.addAll(List.of("--deploy", other + File.pathSeparator + pathOf(other)));
    }
    return new ProcessBuilder(command);
  }

  private static String pathOf(Path war) {
    return war.getFileName().toString().replace(".war", "");
  }

  @Override
  public Map<String, String> prepareArquillian(Path scratch) throws IOException {
    String commands = Files.readString(Project.serverConfig(name()).resolve("pre-boot.asadmin"));
    Path preBoot =
        Files.writeString(
            scratch.resolve("pre-boot.asadmin"),
            commands
                .replaceAll("\\$\\{ENV=\\w+:([^}]*)}", "$1")
                .replace("${ENV=", "${")
                .replace("${user.dir}", scratch.toString()));
    return Map.of(
        "arquillian.server",
        "--prebootcommandfile %s --addlibs %s --disablephonehome --port %d --logtofile %s"
            .formatted(
                preBoot,
                Project.driver(),
                Ports.free(),
                Project.directory().resolve("target/arquillian-payara.log")));
  }

  @Override
  public Pattern refusal() {
    return Pattern.compile("Exception while (loading|preparing|deploying) the app");
  }
}

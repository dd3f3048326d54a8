package org.rowhouse.dev.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "-Djava.io.tmpdir=" + scratch));
    command.addAll(launch.jvm());
    command.addAll(
        List.of(
            "-jar",
            Project.built("payara-micro.jar").toString(),
            "--prebootcommandfile",
            Project.serverConfig(name()).resolve("pre-boot.asadmin").toString(),
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
    return new ProcessBuilder(command);
  }

  @Override
  public String refusal() {
    return "Exception while loading the app";
  }
}

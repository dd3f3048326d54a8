package org.rowhouse.dev;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.Driver;

/** Payara Micro with the packaged WAR at its root, on loopback, in its own process. */
public final class PayaraMicro implements AutoCloseable {
  private final int port;
  private final ServerProcess server;
  private final Path scratch;

  private PayaraMicro(int port, ServerProcess server, Path scratch) {
    this.port = port;
    this.server = server;
    this.scratch = scratch;
  }

  /**
   * What to start.
   *
   * @param settings the application's environment; this JVM's own {@code ROWHOUSE_*} do not reach
   *     it
   * @param jvm more arguments of its JVM, such as {@code -javaagent:}
   */
  public record Launch(
      RunDirectory directory,
      int port,
      Map<String, String> settings,
      Path war,
      String heap,
      List<String> jvm) {
    public Launch(RunDirectory directory, int port, Map<String, String> settings) {
      this(directory, port, settings, Project.built("rowhouse.war"), "768m", List.of());
    }

    public Launch heap(String size) {
      return new Launch(directory, port, settings, war, size, jvm);
    }

    public Launch jvm(List<String> arguments) {
      return new Launch(directory, port, settings, war, heap, List.copyOf(arguments));
    }

    /** Starts the process; see {@link PayaraMicro#awaitReady}. */
    public PayaraMicro start() throws IOException {
      return PayaraMicro.start(this);
    }
  }

  private static PayaraMicro start(Launch launch) throws IOException {
    String name = "payara-" + launch.port();
    Path scratch = launch.directory().resolve(name);
    RunDirectory.delete(scratch);
    Files.createDirectories(scratch);
    Path war = Files.copy(launch.war(), scratch.resolve("rowhouse.war"));
    var builder = new ProcessBuilder(command(launch, war, scratch));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ROWHOUSE_"));
    builder.environment().putAll(launch.settings());
    builder.directory(scratch.toFile());
    var server = ServerProcess.start(name, builder, launch.directory());
    return new PayaraMicro(launch.port(), server, scratch);
  }

  private static List<String> command(Launch launch, Path war, Path scratch) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
            Project.serverConfig().resolve("pre-boot.asadmin").toString(),
            "--addlibs",
            driver().toString(),
            "--nocluster",
            "--disablephonehome",
            "--port",
            Integer.toString(launch.port()),
            "--contextroot",
            "/",
            "--deploy",
            war.toString()));
    return command;
  }

  /** The JDBC driver of the container's pool, the same file as in the WAR. */
  static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Returns as soon as the application says that it is ready.
   *
   * @throws IllegalStateException when the server ended or refused the WAR, or was not ready in
   *     time
   */
  public void awaitReady(Duration patience) throws IOException, InterruptedException {
    var ready = uri().resolve("/control/v1/health/ready");
    var request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(10)).build();
    var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    Instant end = Instant.now().plus(patience);
    String last = "no answer";
    while (Instant.now().isBefore(end)) {
      server.mustLive("Exception while loading the app");
      try {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("%s was not ready in %s: %s".formatted(ready, patience, last));
  }

  /** Where it writes. */
  public Path log() {
    return server.log();
  }

  @Override
  public String toString() {
    return uri().toString();
  }

  public long pid() {
    return server.process().pid();
  }

  public boolean isAlive() {
    return server.process().isAlive();
  }

  /** Waits until the process has ended and says with which code. */
  public int awaitEnd() throws InterruptedException {
    return server.process().waitFor();
  }

  /** CPU time used so far, user and system, in milliseconds; -1 where the system does not tell. */
  public long cpuMillis() throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid()), "stat");
    if (!Files.exists(stat)) {
      return -1;
    }
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10; // 100 ticks a second
  }

  /** Memory held now, in bytes; -1 where the system does not tell. */
  public long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid()), "status");
    if (!Files.exists(status)) {
      return -1;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return -1;
  }

  /** {@code kill -9}. */
  public void kill() throws IOException {
    server.kill();
  }

  @Override
  public void close() throws IOException {
    server.close();
    RunDirectory.delete(scratch);
  }
}

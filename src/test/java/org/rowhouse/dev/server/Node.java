package org.rowhouse.dev.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.dev.ServerProcess;

/** The packaged WAR at the root of an application server, on loopback, in its own process. */
public final class Node implements AutoCloseable {
  private static final String LEAVE_FILE = "ROWHOUSE_LEAVE_FILE";

  private final int port;
  private final Pattern refusal;
  private final ServerProcess server;
  private final Path scratch;
  private final Path leaveFile;

  private Node(int port, Pattern refusal, ServerProcess server, Path scratch) {
    this.port = port;
    this.refusal = refusal;
    this.server = server;
    this.scratch = scratch;
    this.leaveFile = leaveFile(scratch);
  }

  private static Path leaveFile(Path scratch) {
    return scratch.resolve("leave");
  }

  static Node start(Launch launch) throws IOException {
    String name = launch.server().name() + "-" + launch.port();
    Path scratch = launch.directory().resolve(name);
    RunDirectory.delete(scratch);
    Files.createDirectories(scratch);
    var builder = launch.server().prepare(launch, scratch);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ROWHOUSE_"));
    builder.environment().put(LEAVE_FILE, leaveFile(scratch).toString());
    builder.environment().putAll(launch.settings());
    builder.directory(scratch.toFile());
    var process = ServerProcess.start(name, builder, launch.directory());
    return new Node(launch.port(), launch.server().refusal(), process, scratch);
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
      server.mustLive(refusal);
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

  /** Its working directory: what it keeps while it lives. */
  public Path directory() {
    return scratch;
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

  /**
   * What the JVM's own tool says.
   *
   * @throws IOException when it fails
   */
  public String jcmd(String... command) throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    all.add(Project.java().resolveSibling("jcmd").toString());
    all.add(Long.toString(pid()));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s failed: %s".formatted(all, said));
    }
    return said;
  }

  /** While it exists, this node is about to leave. */
  public Path leaveFile() {
    return leaveFile;
  }

  /** SIGTERM; returns at once. */
  public void end() {
    server.process().destroy();
  }

  /**
   * Runs {@code server-config/leave.sh}: returns when the node has ended without cutting anybody
   * off.
   *
   * @param notice how long balancers need to see that it leaves
   */
  public void leave(Duration notice) throws IOException, InterruptedException {
    var script =
        new ProcessBuilder(
            "sh",
            Project.directory().resolve("server-config/leave.sh").toString(),
            "-n",
            Long.toString(notice.toSeconds()),
            "-u",
            uri() + "/control/v1/health/left",
            Long.toString(pid()));
    script.environment().put(LEAVE_FILE, leaveFile.toString());
    int code = script.inheritIO().start().waitFor();
    if (code != 0 || isAlive()) {
      throw new IllegalStateException("leave.sh ended with %d, see %s".formatted(code, log()));
    }
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

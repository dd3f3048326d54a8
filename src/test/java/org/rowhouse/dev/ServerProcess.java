package org.rowhouse.dev;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A child process that writes to a log and is found again when this JVM was killed. */
final class ServerProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final PidFile pidFile;
  private final Path log;

  private ServerProcess(String name, Process process, PidFile pidFile, Path log) {
    this.name = name;
    this.process = process;
    this.pidFile = pidFile;
    this.log = log;
  }

  static ServerProcess start(String name, ProcessBuilder command, RunDirectory directory)
      throws IOException {
    Path log = directory.log(name);
    Process process =
        command.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    process.getOutputStream().close();
    var server = new ServerProcess(name, process, directory.pid(name), log);
    server.pidFile.write(process.toHandle());
    return server;
  }

  Process process() {
    return process;
  }

  Path log() {
    return log;
  }

  /**
   * @throws IllegalStateException when the process has ended, with the end of its log
   */
  void mustLive() throws IOException {
    if (!process.isAlive()) {
      List<String> lines = Files.readAllLines(log);
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
      throw new IllegalStateException(
          "%s ended with code %d, see %s\n%s".formatted(name, process.exitValue(), log, end));
    }
  }

  void kill() throws IOException {
    process.destroyForcibly();
    PidFile.ended(process.toHandle(), Duration.ofSeconds(10));
    Files.deleteIfExists(pidFile.file());
  }

  @Override
  public void close() throws IOException {
    PidFile.end(process.toHandle(), Duration.ofSeconds(20));
    Files.deleteIfExists(pidFile.file());
  }
}

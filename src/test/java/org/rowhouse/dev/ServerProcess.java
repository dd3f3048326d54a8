package org.rowhouse.dev;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A child process that writes to a log and is found again when this JVM was killed. */
public final class ServerProcess implements AutoCloseable {
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

  public static ServerProcess start(String name, ProcessBuilder command, RunDirectory directory)
      throws IOException {
    Path log = directory.log(name);
    Process process =
        command.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
    process.getOutputStream().close();
    var server = new ServerProcess(name, process, directory.pid(name), log);
    server.pidFile.write(process.toHandle());
    return server;
  }

  public Process process() {
    return process;
  }

  public Path log() {
    return log;
  }

  /**
   * @param gaveUp what the log says when the process lives on for nothing
   * @throws IllegalStateException when the process ended or gave up, with the failures it logged
   */
  public void mustLive(Pattern gaveUp) throws IOException {
    if (!process.isAlive()) {
      throw failed("ended with code " + process.exitValue());
    }
    try (Stream<String> lines = Files.lines(log)) {
      if (lines.anyMatch(gaveUp.asPredicate())) {
        throw failed("gave up");
      }
    }
  }

  private IllegalStateException failed(String how) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      String failures =
          lines
              .flatMap(line -> new LogLine(line).failures().stream())
              .distinct()
              .limit(5)
              .map(line -> "\n  " + line.substring(0, Math.min(line.length(), 300)))
              .collect(Collectors.joining());
      return new IllegalStateException("%s %s, see %s%s".formatted(name, how, log, failures));
    }
  }

  public void kill() throws IOException {
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

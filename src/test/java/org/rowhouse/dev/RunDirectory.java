package org.rowhouse.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where one run keeps its data, logs and process numbers. One living JVM owns it at a time; what an
 * earlier owner left running is stopped when it is opened.
 */
public final class RunDirectory implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path path;
  private final boolean temporary;
  private final boolean durable;
  private final KeptSecrets secrets;

  private RunDirectory(Path path, boolean temporary, boolean durable) {
    this.path = path;
    this.temporary = temporary;
    this.durable = durable;
    this.secrets = new KeptSecrets(path.resolve("secrets.properties"));
  }

  /**
   * Opens a directory whose content stays.
   *
   * @throws IllegalStateException when another living run owns it
   */
  public static RunDirectory open(Path path) throws IOException {
    var owner = owner(path).process();
    if (owner.isPresent()) {
      throw new IllegalStateException(
          "%s is in use by process %d: stop that run first"
              .formatted(path, owner.orElseThrow().pid()));
    }
    cleanUp(path);
    Files.createDirectories(path.resolve("run"));
    Files.createDirectories(path.resolve("logs"));
    owner(path).write(ProcessHandle.current());
    return new RunDirectory(path, false, true);
  }

  /** A fresh directory, deleted when closed; those of killed runs beside it are deleted now. */
  public static RunDirectory temporary() throws IOException {
    return temporary(false);
  }

  /** As the other, with data that would survive the loss of power: for measurements. */
  static RunDirectory temporaryAndDurable() throws IOException {
    return temporary(true);
  }

  private static RunDirectory temporary(boolean durable) throws IOException {
    Path all = Project.directory().resolve("target/run");
    Files.createDirectories(all);
    try (Stream<Path> earlier = Files.list(all)) {
      for (Path path : earlier.toList()) {
        if (cleanUp(path)) {
          delete(path);
        }
      }
    }
    String name = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    return new RunDirectory(open(all.resolve(name)).path, true, durable);
  }

  boolean temporaryData() {
    return !durable;
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  public Path log(String server) {
    return path.resolve("logs").resolve(server + ".log");
  }

  PidFile pid(String server) {
    return new PidFile(path.resolve("run").resolve(server + ".pid"));
  }

  KeptSecrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(owner(path).file());
      if (temporary) {
        keepLogs();
        delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The logs of the last temporary run stay in target/logs, for whoever looks into a failure. */
  private void keepLogs() throws IOException {
    Path kept = Project.directory().resolve("target/logs");
    delete(kept);
    Files.move(path.resolve("logs"), kept);
  }

  /** Deletes what a run kept, after stopping what it left running. */
  public static void reset(Path path) throws IOException {
    open(path).close();
    delete(path);
  }

  private static PidFile owner(Path path) {
    return new PidFile(path.resolve("run").resolve("owner.pid"));
  }

  /** Stops what a killed run left running; false when that run lives. */
  static boolean cleanUp(Path path) throws IOException {
    if (owner(path).process().isPresent()) {
      return false;
    }
    stopLeftovers(path);
    return true;
  }

  private static void stopLeftovers(Path path) throws IOException {
    Path run = path.resolve("run");
    if (Files.isDirectory(run)) {
      try (Stream<Path> files = Files.list(run)) {
        List<Path> pids = files.sorted().toList();
        for (Path file : pids) {
          new PidFile(file).process().ifPresent(left -> PidFile.end(left, Duration.ofSeconds(15)));
          Files.delete(file);
        }
      }
    }
    EmbeddedDatabase.stopLeftover(path.resolve("postgresql"));
  }

  public static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}

package org.rowhouse.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A Redis process on loopback, configured as one likes: also a sentinel or a cluster's node. */
public final class RedisServer implements AutoCloseable {
  private final RunDirectory directory;
  private final String name;
  private final int port;
  private final List<String> arguments;
  private ServerProcess server;

  private RedisServer(RunDirectory directory, String name, int port, List<String> arguments) {
    this.directory = directory;
    this.name = name;
    this.port = port;
    this.arguments = arguments;
  }

  /**
   * @param name of its process, its data and its configuration
   * @param configuration lines of {@code redis.conf}, next to address, port and directory
   * @param arguments for example {@code --sentinel}
   */
  public static RedisServer start(
      RunDirectory directory, String name, int port, String configuration, String... arguments)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve(name));
    KeptSecrets.Private.write(
        directory.resolve(name + ".conf"),
        "bind 127.0.0.1\nport %d\ndir \"%s\"\n%s".formatted(port, data, configuration));
    var redis = new RedisServer(directory, name, port, List.of(arguments));
    redis.restart();
    return redis;
  }

  public int port() {
    return port;
  }

  /** Starts it again on its port, stopping it first if it runs. */
  public void restart() throws IOException {
    close();
    Path binaries = Binaries.directory();
    Path executable = ExecutableProvider.newJarResourceProvider(binaries.toFile()).get().toPath();
    Stream<String> command =
        Stream.of(executable.toString(), directory.resolve(name + ".conf").toString());
    server =
        ServerProcess.start(
            name,
            new ProcessBuilder(Stream.concat(command, arguments.stream()).toList()),
            directory);
    awaitListening();
  }

  public void kill() throws IOException {
    server.kill();
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private void awaitListening() throws IOException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (true) {
      server.mustLive(Pattern.compile("Fatal error"));
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

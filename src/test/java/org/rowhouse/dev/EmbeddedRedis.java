package org.rowhouse.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on loopback that asks for a password. */
public final class EmbeddedRedis implements AutoCloseable {
  private final RunDirectory directory;
  private final int port;
  private final String password;
  private ServerProcess server;

  private EmbeddedRedis(RunDirectory directory) {
    this.directory = directory;
    KeptSecrets secrets = directory.secrets();
    this.port = Ports.kept(secrets, "redis.port");
    this.password = secrets.get("redis.password", KeptSecrets::password);
  }

  public static EmbeddedRedis start(RunDirectory directory) throws IOException {
    var redis = new EmbeddedRedis(directory);
    redis.restart();
    return redis;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }

  /** Starts the server again on its port, stopping it first if it runs. */
  public void restart() throws IOException {
    close();
    Path data = Files.createDirectories(directory.resolve("redis"));
    Path configuration = directory.resolve("redis.conf");
    KeptSecrets.Private.write(
        configuration,
        """
        bind 127.0.0.1
        port %d
        requirepass %s
        dir "%s"
        save %s
        """
            .formatted(port, password, data, directory.temporaryData() ? "\"\"" : "60 1"));
    Path binaries = Binaries.directory();
    Path executable = ExecutableProvider.newJarResourceProvider(binaries.toFile()).get().toPath();
    server =
        ServerProcess.start(
            "redis",
            new ProcessBuilder(executable.toString(), configuration.toString()),
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

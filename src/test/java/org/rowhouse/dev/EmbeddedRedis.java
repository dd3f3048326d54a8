package org.rowhouse.dev;

import java.io.IOException;

/** A real Redis on loopback that asks for a password. */
public final class EmbeddedRedis implements AutoCloseable {
  private final String password;
  private final RedisServer server;

  private EmbeddedRedis(String password, RedisServer server) {
    this.password = password;
    this.server = server;
  }

  public static EmbeddedRedis start(RunDirectory directory) throws IOException {
    KeptSecrets secrets = directory.secrets();
    int port = Ports.kept(secrets, "redis.port");
    String password = secrets.get("redis.password", KeptSecrets::password);
    String kept = directory.temporaryData() ? "\"\"" : "60 1";
    return new EmbeddedRedis(
        password,
        RedisServer.start(
            directory, "redis", port, "requirepass %s\nsave %s\n".formatted(password, kept)));
  }

  public int port() {
    return server.port();
  }

  public String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port());
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + port();
  }

  /** Starts the server again on its port, stopping it first if it runs. */
  public void restart() throws IOException {
    server.restart();
  }

  public void kill() throws IOException {
    server.kill();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

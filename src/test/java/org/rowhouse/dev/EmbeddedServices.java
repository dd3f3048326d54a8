package org.rowhouse.dev;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** PostgreSQL and Redis of one run, and the settings that lead the application to them. */
public final class EmbeddedServices implements AutoCloseable {
  private final RunDirectory directory;
  private final EmbeddedDatabase database;
  private final EmbeddedRedis redis;

  private EmbeddedServices(RunDirectory directory, EmbeddedDatabase database, EmbeddedRedis redis) {
    this.directory = directory;
    this.database = database;
    this.redis = redis;
  }

  /** Starts both; {@code directory} stays the caller's to close, after this. */
  public static EmbeddedServices start(RunDirectory directory) throws IOException, SQLException {
    var database = EmbeddedDatabase.start(directory);
    try {
      return of(directory, database, EmbeddedRedis.start(directory));
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  static EmbeddedServices of(
      RunDirectory directory, EmbeddedDatabase database, EmbeddedRedis redis) {
    return new EmbeddedServices(directory, database, redis);
  }

  public RunDirectory directory() {
    return directory;
  }

  public EmbeddedDatabase database() {
    return database;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  public DataSource superuser() {
    return database.superuser();
  }

  /** Everything the application needs to use these; its secrets are made once and kept. */
  public Map<String, String> settings() {
    KeptSecrets secrets = directory.secrets();
    return Map.of(
        "ROWHOUSE_DB_URL", database.jdbcUrl(),
        "ROWHOUSE_DB_USER", EmbeddedDatabase.OWNER,
        "ROWHOUSE_DB_PASSWORD", database.ownerPassword(),
        "ROWHOUSE_RUNTIME_PASSWORD", secrets.get("runtime.password", KeptSecrets::password),
        "ROWHOUSE_REDIS_URL", redis.url(),
        "ROWHOUSE_SECRET_KEY", secrets.get("secret.key", KeptSecrets::key));
  }

  @Override
  public void close() throws IOException {
    try {
      redis.close();
    } finally {
      database.close();
    }
  }
}

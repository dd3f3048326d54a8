package org.rowhouse.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL 18 on loopback with the role and the database that the application expects of
 * whoever prepares its database. Every role needs its password; a commit survives {@code kill -9}
 * of any process, and in a directory that stays also the loss of power.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The role that owns the application's database, and that database. */
  public static final String OWNER = "rowhouse";

  private static final String READY = "database.ready";

  private final RunDirectory directory;
  private final KeptSecrets secrets;
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private EmbeddedDatabase(RunDirectory directory, int port) {
    this.directory = directory;
    this.secrets = directory.secrets();
    this.data = directory.resolve("postgresql");
    this.port = port;
  }

  /** Starts on the port of the last run, or a free one. */
  public static EmbeddedDatabase start(RunDirectory directory) throws IOException, SQLException {
    return start(directory, Ports.kept(directory.secrets(), "database.port"));
  }

  public static EmbeddedDatabase start(RunDirectory directory, int port)
      throws IOException, SQLException {
    var database = new EmbeddedDatabase(directory, port);
    if (!database.secrets.has(READY)) {
      RunDirectory.delete(database.data); // half made by a run that was killed
    }
    database.restart();
    database.prepare();
    database.secrets.put(READY, "true");
    return database;
  }

  /** One for all tests of this JVM, stopped with it. */
  public static EmbeddedDatabase shared() {
    return Shared.DATABASE;
  }

  /** What the server says. */
  public Path log() {
    return directory.log("postgresql");
  }

  public int port() {
    return port;
  }

  public String jdbcUrl() {
    return jdbcUrl(OWNER);
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public String ownerPassword() {
    return secrets.get("owner.password", KeptSecrets::password);
  }

  /** The role that owns the application's database, as the application has it. */
  public DataSource owner() {
    return as(OWNER, ownerPassword(), OWNER);
  }

  public DataSource superuser() {
    return superuser(OWNER);
  }

  public DataSource superuser(String database) {
    return as("postgres", superuserPassword(), database);
  }

  public DataSource as(String user, String password, String database) {
    var source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl(database));
    source.setUser(user);
    source.setPassword(password);
    return source;
  }

  /** Kills the server and all its sessions at once, as a lost machine would. */
  public void kill() {
    var postmaster = postmaster(data).orElseThrow();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    PidFile.ended(postmaster, Duration.ofSeconds(10));
    backends.forEach(backend -> PidFile.ended(backend, Duration.ofSeconds(10)));
  }

  /** Starts the server again on its data and its port, stopping it first if it runs. */
  public void restart() throws IOException {
    close();
    System.setProperty("ot.epg.working-dir", Binaries.directory().toString());
    Path passwordFile = directory.resolve("superuser");
    KeptSecrets.Private.write(passwordFile, superuserPassword());
    try {
      server = builder(passwordFile).start();
    } catch (IOException | RuntimeException e) {
      stopLeftover(data);
      throw new IOException(
          "PostgreSQL did not start, see %s".formatted(directory.log("postgresql")), e);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private EmbeddedPostgres.Builder builder(Path passwordFile) {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setOutputRedirector(Redirect.appendTo(directory.log("postgresql").toFile()))
            .setConnectConfig("password", superuserPassword());
    Map.of(
            "auth-host", "scram-sha-256",
            "auth-local", "scram-sha-256",
            "pwfile", passwordFile.toString(),
            "locale", "C",
            "locale-provider", "builtin",
            "builtin-locale", "C.UTF-8")
        .forEach(builder::setLocaleConfig);
    Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "200",
            "max_prepared_transactions", "64",
            "max_locks_per_transaction", "256",
            "synchronous_commit", "on",
            "track_commit_timestamp", "on",
            "fsync", directory.temporaryData() ? "off" : "on",
            "timezone", "UTC")
        .forEach(builder::setServerConfig);
    return builder;
  }

  private void prepare() throws SQLException {
    try (Connection connection = superuser("postgres").getConnection();
        var statement = connection.createStatement()) {
      var roles = statement.executeQuery("select from pg_roles where rolname = '" + OWNER + "'");
      String verb = roles.next() ? "alter" : "create";
      statement.execute(
          "%s role %s login createrole createdb password '%s'"
              .formatted(verb, OWNER, ownerPassword()));
      var databases =
          statement.executeQuery("select from pg_database where datname = '" + OWNER + "'");
      if (!databases.next()) {
        statement.execute("create database %s owner %s".formatted(OWNER, OWNER));
      }
      // tenants' roles have no business there, and only the administrator can say so
      statement.execute("revoke connect on database postgres, template1 from public");
    }
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }

  String superuserPassword() {
    return secrets.get("superuser.password", KeptSecrets::password);
  }

  /** Stops the server as an operator would: sessions are ended, everything is written. */
  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
    stopLeftover(data);
  }

  /** Ends the server that runs on {@code data}, whoever started it. */
  static void stopLeftover(Path data) throws IOException {
    var running = postmaster(data);
    if (running.isPresent()) {
      ProcessHandle postmaster = running.orElseThrow();
      interrupt(postmaster);
      if (!PidFile.ended(postmaster, Duration.ofSeconds(30))) {
        PidFile.end(postmaster, Duration.ofSeconds(5));
      }
    }
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }

  /** SIGINT is PostgreSQL's fast shutdown; Java can only send SIGTERM, which waits for sessions. */
  private static void interrupt(ProcessHandle postmaster) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start().waitFor();
    } catch (IOException e) {
      postmaster.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<ProcessHandle> postmaster(Path data) {
    Path file = data.resolve("postmaster.pid");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() < 3
          ? Optional.empty()
          : PidFile.living(
              Long.parseLong(lines.get(0).strip()),
              Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static final class Shared {
    static final EmbeddedDatabase DATABASE = started();

    private static EmbeddedDatabase started() {
      try {
        var stopping = new Stopping();
        var directory = stopping.later(RunDirectory.temporary());
        return stopping.later(start(directory));
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

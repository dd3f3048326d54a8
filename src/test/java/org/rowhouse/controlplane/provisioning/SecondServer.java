package org.rowhouse.controlplane.provisioning;

import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** Another PostgreSQL, with a database for each fleet that wants one. */
public final class SecondServer implements AutoCloseable {

  public final EmbeddedDatabase postgresql;
  private final RunDirectory directory;

  public SecondServer() throws IOException, SQLException {
    directory = RunDirectory.temporary();
    postgresql = EmbeddedDatabase.start(directory);
  }

  /** A new database there, as an operator would name it. */
  public NewServer offer(String name, int capacity) {
    String database = "d" + UUID.randomUUID().toString().replace("-", "");
    Jdbi.create(postgresql.superuser())
        .useHandle(h -> h.execute("create database " + database + " owner rowhouse"));
    return new NewServer(name, login(database, "rowhouse", postgresql.ownerPassword()), capacity);
  }

  Login login(String database, String user, String password) {
    return new Login(postgresql.jdbcUrl(database), user, password);
  }

  /** Ends every session but the administrator's. */
  public void endSessions() {
    Jdbi.create(postgresql.superuser())
        .useHandle(
            h ->
                h.select(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where usename <> current_user and backend_type = 'client backend'")
                    .mapTo(Boolean.class)
                    .list());
  }

  @Override
  public void close() throws IOException {
    postgresql.close();
    directory.close();
  }
}

package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Ids;

/** The PostgreSQL servers. The first is the one of the settings and is called {@code main}. */
@ApplicationScoped
public class Servers {

  public static final String MAIN = "main";

  private static final String SELECT =
      """
      select s.id, s.name, s.url, s.capacity, s.state, s.error, s.created_at,
             (select count(*) from control.home h where h.server_id = s.id) as homes
      from control.server s
      """;

  private final ControlDatabase database;

  Servers() {
    this(null);
  }

  @Inject
  public Servers(ControlDatabase database) {
    this.database = database;
  }

  /** Enters the server of the settings, once. */
  public void enterMain() {
    database.use(
        h ->
            h.createUpdate(
                    "insert into control.server (id, name) values (:id, :name)"
                        + " on conflict (name) do nothing")
                .bind("id", Ids.next())
                .bind("name", MAIN)
                .execute());
  }

  /** The server of the settings. */
  public Server main(Handle handle) {
    return byName(handle, MAIN).orElseThrow();
  }

  public Optional<Server> byName(Handle handle, String name) {
    return handle
        .createQuery(SELECT + " where s.name = :name")
        .bind("name", name)
        .mapTo(Server.class)
        .findOne();
  }

  /** At most {@code limit} servers after {@code after} (null for the first), by id. */
  public List<Server> page(UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    SELECT
                        + " where cast(:after as uuid) is null or s.id > cast(:after as uuid)"
                        + " order by s.id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Server.class)
                .list());
  }
}

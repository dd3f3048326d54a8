package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Ids;

/** The PostgreSQL servers. The first is the one of the settings and is called {@code main}. */
@ApplicationScoped
public class Servers {

  static final String MAIN = "main";

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

  /** At most {@code limit} servers after {@code after} (null for the first), by id. */
  public List<Server> page(UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    """
                    select s.id, s.name, s.created_at,
                           (select count(*) from control.home where server_id = s.id) as homes
                    from control.server s
                    where cast(:after as uuid) is null or s.id > cast(:after as uuid)
                    order by s.id limit :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Server.class)
                .list());
  }
}

package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** The PostgreSQL servers. The first is the one of the settings and is called {@code main}. */
@ApplicationScoped
public class Servers {

  public static final String MAIN = "main";

  private static final String SELECT =
      """
      select s.id, s.name, s.url, s.capacity, s.state, s.error, s.created_at,
             (select count(*) from control.home h
              where h.server_id = s.id and not h.spare) as homes
      from control.server s
      """;

  private final ControlDatabase database;
  private final Vault vault;
  private final Audit audit;

  Servers() {
    this(null, null, null);
  }

  @Inject
  public Servers(ControlDatabase database, Vault vault, Audit audit) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
  }

  /**
   * A server to be entered.
   *
   * @param login of the owner of the database where SHARED and SCHEMA homes are to lie
   * @param capacity how many homes it may have
   */
  public record NewServer(String name, Login login, int capacity) {}

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

  public Optional<Server> byId(UUID id) {
    return database.with(
        h ->
            h.createQuery(SELECT + " where s.id = :id")
                .bind("id", id)
                .mapTo(Server.class)
                .findOne());
  }

  /**
   * Enters a further server, to be prepared.
   *
   * @throws org.rowhouse.http.Problem 409 when name or URL are taken
   */
  public Server add(NewServer server) {
    UUID id = Ids.next();
    boolean entered =
        database.inTransaction(
            h -> {
              boolean added =
                  h.createUpdate(
                              """
                            insert into control.server
                              (id, name, url, owner_user, owner_password, capacity, state)
                            values (:id, :name, :url, :user, :password, :capacity, 'PENDING')
                            on conflict do nothing
                            """)
                          .bind("id", id)
                          .bind("name", server.name())
                          .bind("url", server.login().url())
                          .bind("user", server.login().user())
                          .bind(
                              "password",
                              vault.seal(Vault.Kind.OWNER_ON_SERVER, id, server.login().password()))
                          .bind("capacity", server.capacity())
                          .execute()
                      == 1;
              if (added) {
                record(h, "SERVER_ADDED", id);
              }
              return added;
            });
    if (!entered) {
      throw Problem.conflict("server-exists", "There is a server of this name or URL already.");
    }
    return byId(id).orElseThrow();
  }

  /** From now on the owner enters the server with {@code password}. */
  public void changePassword(UUID id, String password) {
    String kept = vault.seal(Vault.Kind.OWNER_ON_SERVER, id, password);
    database.useTransaction(
        h -> {
          h.execute("update control.server set owner_password = ? where id = ?", kept, id);
          record(h, "SERVER_PASSWORD_CHANGED", id);
        });
  }

  /** Forgets a server that could not be prepared, and its home, where nobody lives yet. */
  public void remove(UUID id) {
    database.useTransaction(
        h -> {
          h.execute("delete from control.home where server_id = ?", id);
          h.execute("delete from control.server where id = ?", id);
          record(h, "SERVER_REMOVED", id);
        });
  }

  private void record(Handle handle, String action, UUID id) {
    audit.record(handle, Deed.of(action).with("server", id));
  }

  /** Homes may be placed there. */
  public void ready(UUID id) {
    mark(id, Server.State.READY, null);
  }

  /** No home is placed there until it is {@link #ready}: {@code error} tells an operator why. */
  public void failed(UUID id, String error) {
    mark(id, Server.State.FAILED, error);
  }

  private void mark(UUID id, Server.State state, String error) {
    database.use(
        h ->
            h.createUpdate(
                    """
                    update control.server set state = :state, error = :error
                    where id = :id and (state, error) is distinct from (:state, :error)
                      and (url is not null or :state = 'READY')
                    """)
                .bind("id", id)
                .bind("state", state)
                .bind("error", error)
                .execute());
  }

  /** All of them, that of the settings first. */
  public List<Server> all() {
    return list(" order by s.url is not null, s.id");
  }

  /** The further servers that are to be prepared, for the first time or again. */
  public List<Server> unready() {
    return list(" where s.state <> 'READY' and s.url is not null order by s.id");
  }

  private List<Server> list(String suffix) {
    return database.with(h -> h.createQuery(SELECT + suffix).mapTo(Server.class).list());
  }

  /** Of the servers that are ready and have room the one with the fewest homes. */
  public Optional<Server> leastLoaded(Handle handle) {
    return handle
        .createQuery(
            "select * from ("
                + SELECT
                + """
                ) s where state = 'READY' and (capacity is null or homes < capacity)
                order by homes, id limit 1
                """)
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

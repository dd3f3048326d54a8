package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;

/** The homes in the catalog. */
@ApplicationScoped
public class Homes {

  private static final String SELECT =
      """
      select h.id, h.isolation, h.server_id, s.name as server, h.database_name, h.schema_name,
             h.state, h.version, h.error,
             (select count(*) from control.tenant t where t.home_id = h.id) as tenants
      from control.home h join control.server s on s.id = h.server_id
      """;

  /** Whether the home {@code h} stands at an older version than {@code :version}. */
  static final String OLDER =
      "string_to_array(h.version, '.')::numeric[]"
          + " < string_to_array(cast(:version as text), '.')::numeric[]";

  private final ControlDatabase database;

  Homes() {
    this(null);
  }

  @Inject
  public Homes(ControlDatabase database) {
    this.database = database;
  }

  /** The name of the schema of the home {@code id}: made here and nowhere else. */
  static String schemaOf(UUID id) {
    return "h_" + id.toString().replace("-", "");
  }

  /** Enters a new home in the database of the settings, still to be made. */
  public Home create(Handle handle, Isolation isolation) {
    UUID id = Ids.next();
    handle
        .createUpdate(
            """
            insert into control.home (id, isolation, server_id, database_name, schema_name)
            select :id, :isolation, s.id, current_database(), :schema
            from control.server s where s.name = :server
            """)
        .bind("id", id)
        .bind("isolation", isolation)
        .bind("server", Servers.MAIN)
        .bind("schema", schemaOf(id))
        .execute();
    return handle
        .createQuery(SELECT + " where h.id = :id")
        .bind("id", id)
        .mapTo(HomeRow.class)
        .one()
        .home();
  }

  /** The home where new SHARED tenants live; entered on first use. */
  public Home shared() {
    return database.inTransaction(
        h -> {
          Changes.lock(h);
          return findShared(h).orElseGet(() -> create(h, Isolation.SHARED));
        });
  }

  /** As {@link #shared}, when it is there. */
  public Optional<Home> findShared(Handle handle) {
    return handle
        .createQuery(SELECT + " where h.isolation = 'SHARED' order by h.id limit 1")
        .mapTo(HomeRow.class)
        .findOne()
        .map(HomeRow::home);
  }

  public Optional<HomeRow> byId(UUID id) {
    return database.with(
        h ->
            h.createQuery(SELECT + " where h.id = :id")
                .bind("id", id)
                .mapTo(HomeRow.class)
                .findOne());
  }

  /**
   * The homes that are not READY at {@code version} or a newer one, in one query over the catalog:
   * a newer deployment may be on its way, or just taken back. Homes of a sign-up under way are left
   * to it.
   */
  public List<Home> behind(String version) {
    return settled("(h.state <> 'READY' or h.version is null or " + OLDER + ")", version);
  }

  /**
   * The homes that are READY at an older version than {@code version} and not part of a sign-up
   * under way: nodes of the last deployment made them after this deployment has passed its list.
   */
  public List<Home> older(String version) {
    return settled("h.state = 'READY' and " + OLDER, version);
  }

  private List<Home> settled(String condition, String version) {
    return database.with(
        h ->
            h
                .createQuery(
                    SELECT
                        + " where "
                        + condition
                        + """
                         and not exists (select 1 from control.tenant t
                                         where t.home_id = h.id and t.status = 'PROVISIONING'
                                           and t.isolation <> 'SHARED')
                         order by h.id
                        """)
                .bind("version", version)
                .mapTo(HomeRow.class)
                .list()
                .stream()
                .map(HomeRow::home)
                .toList());
  }

  /** The home stands at {@code version} and can serve. */
  public void ready(UUID id, String version) {
    mark(id, Home.State.READY, version, null);
  }

  /** The home cannot serve: {@code error} tells an operator why. */
  public void failed(UUID id, String error) {
    mark(id, Home.State.FAILED, null, error);
  }

  private void mark(UUID id, Home.State state, String version, String error) {
    database.use(
        h ->
            h.createUpdate(
                    """
                    update control.home
                    set state = :state, version = coalesce(:version, version), error = :error
                    where id = :id
                    """)
                .bind("id", id)
                .bind("state", state)
                .bind("version", version)
                .bind("error", error)
                .execute());
  }

  /** Forgets a home that no tenant names any more. */
  public void delete(Handle handle, UUID id) {
    handle.createUpdate("delete from control.home where id = :id").bind("id", id).execute();
  }

  /** At most {@code limit} homes after {@code after} (null for the first), by id. */
  public List<HomeRow> page(UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    SELECT
                        + " where cast(:after as uuid) is null or h.id > cast(:after as uuid)"
                        + " order by h.id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(HomeRow.class)
                .list());
  }
}

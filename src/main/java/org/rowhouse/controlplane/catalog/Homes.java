package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.server.DatabaseUrl;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;

/** The homes in the catalog. */
@ApplicationScoped
public class Homes {

  static final String SELECT =
      """
      select h.id, h.isolation, h.server_id, s.name as server, h.database_name, h.schema_name,
             h.state, h.version, h.guard_version, h.error
      from control.home h join control.server s on s.id = h.server_id
      """;

  /** Whether the home {@code h} stands at an older version than {@code :tables, :guard}. */
  static final String OLDER =
      """
      (string_to_array(h.version, '.')::numeric[]
         < string_to_array(cast(:tables as text), '.')::numeric[]
       or string_to_array(h.guard_version, '.')::numeric[]
         < string_to_array(cast(:guard as text), '.')::numeric[])\
      """;

  private final ControlDatabase database;

  Homes() {
    this(null);
  }

  @Inject
  public Homes(ControlDatabase database) {
    this.database = database;
  }

  /**
   * The name of the schema of the home {@code id}, and of the database and role of a DATABASE home:
   * made here and nowhere else.
   */
  static String nameOf(UUID id) {
    return "h_" + id.toString().replace("-", "");
  }

  /** Enters a new home on {@code server}, still to be made. */
  public Home create(Handle handle, Isolation isolation, Server server) {
    return create(handle, isolation, server, false);
  }

  /** As {@link #create}, nobody's: to be claimed later. */
  public Home createSpare(Handle handle, Isolation isolation, Server server) {
    return create(handle, isolation, server, true);
  }

  private Home create(Handle handle, Isolation isolation, Server server, boolean spare) {
    UUID id = Ids.next();
    String name = nameOf(id);
    String common = server.isMain() ? null : new DatabaseUrl(server.url()).database();
    handle
        .createUpdate(
            """
            insert into control.home
              (id, isolation, server_id, database_name, schema_name, spare)
            values (:id, :isolation, :server, coalesce(:database, current_database()), :schema,
                    :spare)
            """)
        .bind("id", id)
        .bind("isolation", isolation)
        .bind("server", server.id())
        .bind("database", isolation == Isolation.DATABASE ? name : common)
        .bind("schema", name)
        .bind("spare", spare)
        .execute();
    return find(handle, id).home();
  }

  /** A spare home on {@code server} that can serve; it is spare no more. */
  public Optional<Home> claimSpare(Handle handle, Isolation isolation, Server server) {
    return handle
        .createQuery(
            """
            update control.home set spare = false
            where id = (select id from control.home
                        where spare and isolation = :isolation and server_id = :server
                          and state = 'READY'
                        order by id limit 1 for update skip locked)
            returning id
            """)
        .bind("isolation", isolation)
        .bind("server", server.id())
        .mapTo(UUID.class)
        .findOne()
        .map(id -> find(handle, id).home());
  }

  /** How many spare homes there are on {@code server}, those too that are still to be made. */
  public int countSpares(Handle handle, Isolation isolation, Server server) {
    return handle
        .createQuery(
            "select count(*) from control.home"
                + " where spare and isolation = :isolation and server_id = :server")
        .bind("isolation", isolation)
        .bind("server", server.id())
        .mapTo(Integer.class)
        .one();
  }

  /** From now on nothing is made of the home any more: it is about to be dropped. */
  public void giveUp(Handle handle, UUID id) {
    Changes.lock(handle);
    handle.execute("update control.home set given_up = true where id = ?", id);
  }

  /** Whether the home is there and was not given up. */
  public boolean isWanted(UUID id) {
    return database.with(
        h ->
            h.select("select 1 from control.home where id = ? and not given_up", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  private static HomeRow find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " where h.id = :id")
        .bind("id", id)
        .mapTo(HomeRow.class)
        .one();
  }

  /** The home on {@code server} where new SHARED tenants live; entered on first use. */
  public Home shared(Handle handle, Server server) {
    Changes.lock(handle);
    return findShared(handle, server).orElseGet(() -> create(handle, Isolation.SHARED, server));
  }

  /** As {@link #shared}, when it is there. */
  public Optional<Home> findShared(Handle handle, Server server) {
    return handle
        .createQuery(
            SELECT
                + " where h.isolation = 'SHARED' and h.server_id = :server order by h.id limit 1")
        .bind("server", server.id())
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
  public List<Home> behind(HomeVersion version) {
    return settled("(h.state <> 'READY' or h.version is null or " + OLDER + ")", version);
  }

  /**
   * The homes that are READY at an older version than {@code version}, or still to be made, and not
   * part of a sign-up under way: nodes of the last deployment made them after this deployment has
   * passed its list, or their server did not answer then. Those of servers that must wait are not
   * among them.
   */
  public List<Home> older(HomeVersion version) {
    return settled(
        "s.state = 'READY' and (h.state = 'PENDING' or h.state = 'READY' and " + OLDER + ")",
        version);
  }

  private List<Home> settled(String condition, HomeVersion version) {
    return database.with(
        h ->
            h
                .createQuery(
                    SELECT
                        + " where "
                        + condition
                        + """
                         and not h.given_up
                         and not exists (select 1 from control.tenant t
                                         where t.home_id = h.id and t.status = 'PROVISIONING'
                                           and t.isolation <> 'SHARED')
                         order by h.id
                        """)
                .bind("tables", version.tables())
                .bind("guard", version.guard())
                .mapTo(HomeRow.class)
                .list()
                .stream()
                .map(HomeRow::home)
                .toList());
  }

  /** The homes that serve; one that was given up is being dropped, or is gone already. */
  public List<Home> ready() {
    return database.with(
        h ->
            h
                .createQuery(SELECT + " where h.state = 'READY' and not h.given_up order by h.id")
                .mapTo(HomeRow.class)
                .list()
                .stream()
                .map(HomeRow::home)
                .toList());
  }

  /** The home stands at {@code version} and can serve. */
  public void ready(UUID id, HomeVersion version) {
    mark(id, Home.State.READY, version, null);
  }

  /** The home cannot serve: {@code error} tells an operator why. */
  public void failed(UUID id, String error) {
    mark(id, Home.State.FAILED, new HomeVersion(null, null), error);
  }

  private void mark(UUID id, Home.State state, HomeVersion version, String error) {
    database.use(
        h ->
            h.createUpdate(
                    """
                    update control.home
                    set state = :state, version = coalesce(:tables, version),
                        guard_version = coalesce(:guard, guard_version), error = :error,
                        fingerprint = case when cast(:tables as text) is null then fingerprint
                                           else :fingerprint end
                    where id = :id
                    """)
                .bind("id", id)
                .bind("state", state)
                .bind("tables", version.tables())
                .bind("guard", version.guard())
                .bind("fingerprint", version.fingerprint())
                .bind("error", error)
                .execute());
  }

  /** Forgets a home that no tenant names any more. */
  public void delete(Handle handle, UUID id) {
    // what a run was told of it may quote its tenant
    handle.execute("delete from control.migration_home where home_id = ?", id);
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

  /** How many tenants live in each of {@code homes}; none where it is not named. */
  public Map<UUID, Long> countTenants(List<HomeRow> homes) {
    return database.with(
        h ->
            h.createQuery(
                    "select home_id, count(*) as tenants from control.tenant"
                        + " where home_id = any(:homes) group by home_id")
                .bindArray("homes", UUID.class, homes.stream().map(HomeRow::id).toList())
                .reduceRows(
                    new HashMap<UUID, Long>(),
                    (counts, row) -> {
                      counts.put(
                          row.getColumn("home_id", UUID.class),
                          row.getColumn("tenants", Long.class));
                      return counts;
                    }));
  }
}

package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.TenantId;

/** Counts the whole fleet without looking at one home. */
@ApplicationScoped
public class Census {

  private final ControlDatabase database;

  Census() {
    this(null);
  }

  @Inject
  public Census(ControlDatabase database) {
    this.database = database;
  }

  /** Homes that are alike. */
  public record Group(
      Home.State state, String version, String fingerprint, boolean older, long homes) {

    /** Whether a deployment has something to do for them. */
    public boolean isBehind() {
      return older || state != Home.State.READY || version == null;
    }
  }

  /** All homes that are wanted, in one query; {@code older} than {@code version}. */
  public List<Group> take(HomeVersion version) {
    return database.with(
        h ->
            h.createQuery(
                    """
                    select h.state, h.version, h.fingerprint, coalesce(%s, false) as older,
                           count(*) as homes
                    from control.home h where not h.given_up group by 1, 2, 3, 4
                    """
                        .formatted(Homes.OLDER))
                .bind("tables", version.tables())
                .bind("guard", version.guard())
                .mapTo(Group.class)
                .list());
  }

  /**
   * The homes that serve at an older version than {@code version}, of servers that answer. Those of
   * a sign-up under way are left to it.
   */
  public List<HomeRow> outdated(HomeVersion version) {
    return database.with(
        h ->
            h.createQuery(
                    Homes.SELECT
                        + " where s.state = 'READY' and h.state = 'READY' and not h.given_up and "
                        + Homes.OLDER
                        + """
                         and not exists (select 1 from control.tenant t
                                         where t.home_id = h.id and t.status = 'PROVISIONING'
                                           and t.isolation <> 'SHARED')
                         order by h.id
                        """)
                .bind("tables", version.tables())
                .bind("guard", version.guard())
                .mapTo(HomeRow.class)
                .list());
  }

  /** Homes that have got scripts of {@code db/tenant}, in one statement; their state stays. */
  public void reached(Collection<UUID> ids, HomeVersion version) {
    database.use(
        h ->
            h.createUpdate(
                    "update control.home set version = :tables, fingerprint = :fingerprint"
                        + " where id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .bind("tables", version.tables())
                .bind("fingerprint", version.fingerprint())
                .execute());
  }

  /** A home whose own schema guard was brought up; its state stays. */
  public void guarded(UUID id, String guard) {
    database.use(
        h -> h.execute("update control.home set guard_version = ? where id = ?", guard, id));
  }

  /** The tenants of one home that may have rows there. */
  public List<TenantId> tenants(UUID home) {
    return database.with(
        h ->
            h.createQuery("select id from control.tenant where home_id = :home order by id")
                .bind("home", home)
                .mapTo(TenantId.class)
                .list());
  }
}

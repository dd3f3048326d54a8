package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/** The pool of a home, from the inside: its connections before anybody places them. */
@ApplicationScoped
class Pool {

  @Inject private HomePools pools;
  @Inject private Settings settings;

  int size() {
    return settings.database().connections();
  }

  /**
   * How many runtime connections stay inside a transaction. A server may roll back one that timed
   * out in a thread of its own, a moment after it told the caller.
   */
  int lent() {
    Instant end = Instant.now().plusSeconds(5);
    int lent = lentNow();
    while (lent > 0 && Instant.now().isBefore(end)) {
      lent = lentNow();
    }
    return lent;
  }

  private int lentNow() {
    return Integer.parseInt(
        Superuser.text(
            "select count(*) from pg_stat_activity where usename = '%s' and state <> 'idle'",
            settings.database().runtimeUser()));
  }

  /** What each connection of the pool, all taken at the same time, remembers. */
  List<String> memories(Home home) {
    List<String> memories = new ArrayList<>();
    hold(
        home,
        size(),
        connection ->
            memories.add(
                Superuser.text(
                    connection,
                    "select format('tenant %L path %s', coalesce(current_setting("
                        + "'rowhouse.tenant', true), ''), current_setting('search_path'))")));
    return memories;
  }

  /** How many connections can be had at the same time. */
  int mostAtOnce(Home home) {
    List<Connection> held = new ArrayList<>();
    hold(home, size() + 1, held::add);
    return held.size();
  }

  private interface Use {
    void of(Connection connection);
  }

  private void hold(Home home, int more, Use use) {
    if (more == 0) {
      return;
    }
    // one tenant gets a share only
    Tenant one =
        new Tenant(
            new TenantId(Ids.next()),
            "one",
            "One",
            Tenant.Status.ACTIVE,
            home.isolation(),
            home,
            Limits.STANDARD,
            1);
    Lease lease;
    try {
      lease = pools.lease(one);
    } catch (NoConnection exhausted) {
      return;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try {
      use.of(lease.connection());
      hold(home, more - 1, use);
    } finally {
      lease.giveBack();
    }
  }
}

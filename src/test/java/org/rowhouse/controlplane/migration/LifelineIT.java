package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.controlplane.TestPlane;

/** The lock of a leader that lost its network is free within seconds. */
class LifelineIT {

  private final TestPlane plane = TestPlane.unmigrated();
  private final List<Connection> opened = new ArrayList<>();
  private final List<String> idle = new ArrayList<>();

  @Test
  void postgresql_asks_whether_who_holds_the_lock_still_lives() {
    PGSimpleDataSource source = watched();
    FleetLock.attempt(source, this::look);
    assertThat(idle).containsExactly("5");
  }

  private void look() {
    Connection last = opened.get(opened.size() - 1);
    idle.add(
        Jdbi.create(last)
            .withHandle(h -> h.select("show tcp_keepalives_idle").mapTo(String.class).one()));
  }

  private PGSimpleDataSource watched() {
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          private static final long serialVersionUID = 1L;

          @Override
          public Connection getConnection() throws SQLException {
            opened.add(super.getConnection());
            return opened.get(opened.size() - 1);
          }
        };
    source.setURL(plane.settings.database().url());
    source.setUser(plane.settings.database().ownerUser());
    source.setPassword(plane.settings.database().ownerPassword());
    return source;
  }
}

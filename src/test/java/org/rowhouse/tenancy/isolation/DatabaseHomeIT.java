package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.tenancy.Isolation;

class DatabaseHomeIT extends HomeContract {
  DatabaseHomeIT() {
    super(Isolation.DATABASE);
  }

  @Test
  void its_login_does_not_get_into_another_database() throws SQLException {
    Neighbours neighbours = Neighbours.of(Isolation.DATABASE);
    HomeDatabases.Login acme = neighbours.plane.connections.runtime(neighbours.acme.home());
    HomeDatabases.Login globex = neighbours.plane.connections.runtime(neighbours.globex.home());
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUser(acme.user());
    source.setPassword(acme.password());
    for (String url : new String[] {globex.url(), neighbours.plane.connections.mainUrl()}) {
      source.setUrl(url);
      assertThatThrownBy(source::getConnection)
          .hasMessageContaining("permission denied for database");
    }
  }
}

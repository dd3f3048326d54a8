package org.rowhouse.tenancy.isolation;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Home;

/** One pool for each database that homes lie in, made on first use. */
@ApplicationScoped
class HomePools {

  private record Database(java.util.UUID server, String name) {}

  private final Settings settings;
  private final HomeDatabases databases;
  private final ConcurrentMap<Database, HomePool> pools = new ConcurrentHashMap<>();

  HomePools() {
    this(null, null);
  }

  @Inject
  HomePools(Settings settings, HomeDatabases databases) {
    this.settings = settings;
    this.databases = databases;
  }

  HomePool of(Home home) throws SQLException {
    Database database = new Database(home.server(), home.database());
    HomePool pool = pools.get(database);
    if (pool != null) {
      return pool;
    }
    synchronized (this) {
      pool = pools.get(database);
      if (pool == null) {
        pool =
            new HomePool(
                databases.runtime(home), databases.owner(home), settings.database().connections());
        pools.put(database, pool);
      }
      return pool;
    }
  }

  @PreDestroy
  void close() {
    pools.values().forEach(HomePool::close);
  }
}

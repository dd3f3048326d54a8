package org.rowhouse.tenancy.isolation;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** One pool for each PostgreSQL server that homes lie on, and the key of each database. */
@ApplicationScoped
class HomePools {

  private final Settings settings;
  private final HomeDatabases databases;
  private final ConcurrentMap<UUID, ServerPool> pools = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ContextKey> keys = new ConcurrentHashMap<>();

  HomePools() {
    this(null, null);
  }

  @Inject
  HomePools(Settings settings, HomeDatabases databases) {
    this.settings = settings;
    this.databases = databases;
  }

  /**
   * A connection for {@code tenant}, not yet placed.
   *
   * @throws NoConnection when none is to be had in time
   * @throws SQLException when PostgreSQL does not let us in
   */
  Lease lease(Tenant tenant) throws SQLException {
    ServerPool pool = pools.computeIfAbsent(tenant.home().server(), this::pool);
    Login login = databases.runtime(tenant.home());
    return new Lease(pool, tenant, login, pool.borrow(tenant, login));
  }

  private ServerPool pool(UUID server) {
    Settings.Database database = settings.database();
    return new ServerPool(database.connections(), database.tenantConnections(), this::open);
  }

  private Backend open(Tenant tenant, Login login) throws SQLException {
    ContextKey key = keys.get(login.url());
    if (key == null) {
      try (Connection owner = databases.owner(tenant.home()).getConnection()) {
        key = ContextKey.read(owner);
      }
      keys.put(login.url(), key);
    }
    return Backend.open(login, key);
  }

  @PreDestroy
  void close() {
    pools.values().forEach(ServerPool::close);
  }
}

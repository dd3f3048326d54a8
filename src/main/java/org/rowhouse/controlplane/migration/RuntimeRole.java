package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/**
 * The role that the SQL of SHARED and SCHEMA tenants runs as, of one name and password on every
 * server: it may log in, and nothing else.
 */
@ApplicationScoped
public class RuntimeRole {

  private final Settings.Database database;

  RuntimeRole() {
    database = null;
  }

  @Inject
  public RuntimeRole(Settings settings) {
    this.database = settings.database();
  }

  /** Its name, which needs no quotes. */
  public String name() {
    return database.runtimeUser();
  }

  /**
   * Makes the role, or checks the one that is there, sees to its password, and lets it alone into
   * the database.
   *
   * @param url of that database
   * @throws StartRefused when the role has too much power
   */
  void prepare(DataSource owner, String url) {
    LoginRole role = new LoginRole(new Login(url, name(), database.runtimePassword()));
    Jdbi.create(owner).useHandle(h -> prepare(role, h));
  }

  private void prepare(LoginRole role, Handle owner) {
    String user = owner.select("select current_user").mapTo(String.class).one();
    if (name().equals(user)) {
      throw refused("is the owner");
    }
    role.make(owner);
    role.enclose(owner);
    refusePowers(role, owner);
    if (!role.canLogIn()) {
      try {
        role.setPassword(owner);
      } catch (SQLException e) {
        throw new StartRefused(
            "The runtime role "
                + name()
                + " cannot log in with ROWHOUSE_RUNTIME_PASSWORD and the owner may not change its"
                + " password",
            e);
      }
    }
    PoolerProbe.refusePoolers(role.connections());
  }

  /**
   * Whether the role is there and its password fits; changes nothing.
   *
   * @throws StartRefused as {@link #prepare}
   */
  boolean isReady(DataSource owner, String url) {
    LoginRole role = new LoginRole(new Login(url, name(), database.runtimePassword()));
    Jdbi.create(owner).useHandle(h -> refusePowers(role, h));
    boolean ready = role.canLogIn();
    if (ready) {
      PoolerProbe.refusePoolers(role.connections());
    }
    return ready;
  }

  private void refusePowers(LoginRole role, Handle owner) {
    role.powers(owner).stream()
        .findFirst()
        .ifPresent(
            power -> {
              throw refused(power);
            });
  }

  private StartRefused refused(String power) {
    return new StartRefused(
        "The runtime role "
            + name()
            + " "
            + power
            + ". Tenants' SQL must not run with such a role: take it away or set"
            + " ROWHOUSE_RUNTIME_USER to a role of its own");
  }
}

package org.rowhouse.tenancy.isolation;

import javax.sql.DataSource;
import org.rowhouse.tenancy.Home;

/** How the databases of homes are reached. The control plane knows, and implements this. */
public interface HomeDatabases {

  /**
   * The login that tenants' SQL uses in {@code home}: it owns nothing there and has no BYPASSRLS.
   * Homes with the same URL and user share connections. Answers from memory, for every transaction
   * asks; a password that was changed shows within seconds.
   *
   * @throws org.rowhouse.http.Problem 503 when this node does not know how to reach it at the
   *     moment
   */
  Login runtime(Home home);

  /** Fresh connections as the owner of the database of {@code home}, for what tenants must not. */
  DataSource owner(Home home);

  /** Where and as whom to connect. */
  record Login(String url, String user, String password) {
    @Override
    public String toString() {
      return "Login[" + url + ", " + user + "]";
    }
  }
}

package org.rowhouse.tenancy.isolation;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.server.ServerSession;

/** Puts {@link HomeConnector} where EclipseLink would take the container's DataSource. */
public class TenantSession implements SessionCustomizer {

  @Override
  public void customize(Session session) {
    replace((DatasourceLogin) session.getDatasourceLogin());
    // the read pool has a login of its own
    if (session instanceof ServerSession server && server.getReadConnectionPool() != null) {
      replace((DatasourceLogin) server.getReadConnectionPool().getLogin());
    }
  }

  private static void replace(DatasourceLogin login) {
    if (login instanceof DatabaseLogin database
        && !(login.getConnector() instanceof HomeConnector)) {
      login.setConnector(new HomeConnector());
      // it would wait twice for 5 s before it says that the database is away
      database.setQueryRetryAttemptCount(0);
      database.setDelayBetweenConnectionAttempts(0);
      database.setConnectionHealthValidatedOnError(false);
    }
  }
}

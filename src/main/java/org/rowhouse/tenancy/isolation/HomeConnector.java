package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.sql.Connection;
import java.util.Properties;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.sessions.Connector;
import org.eclipse.persistence.sessions.Session;

/** EclipseLink's way to a connection: the home of the session's tenant, or no database at all. */
public class HomeConnector implements Connector {

  /** CDI's proxy, which finds the caller's request itself; looking it up costs more than a row. */
  private volatile HomeConnections homes;

  @Override
  public Connection connect(Properties properties, Session session) {
    Object tenant = session.getProperty(PersistenceUnitProperties.MULTITENANT_PROPERTY_DEFAULT);
    return tenant == null ? NeutralConnection.make() : homes().lend(tenant.toString());
  }

  private HomeConnections homes() {
    HomeConnections found = homes;
    if (found == null) {
      found = CDI.current().select(HomeConnections.class).get();
      homes = found;
    }
    return found;
  }

  @Override
  public Object clone() {
    return new HomeConnector();
  }

  @Override
  public void toString(PrintWriter writer) {
    writer.print(getConnectionDetails());
  }

  @Override
  public String getConnectionDetails() {
    return "the home of the current tenant";
  }
}

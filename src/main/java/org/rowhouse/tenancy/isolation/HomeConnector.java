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

  @Override
  public Connection connect(Properties properties, Session session) {
    Object tenant = session.getProperty(PersistenceUnitProperties.MULTITENANT_PROPERTY_DEFAULT);
    return tenant == null
        ? NeutralConnection.make()
        : CDI.current().select(HomeConnections.class).get().lend(tenant.toString());
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

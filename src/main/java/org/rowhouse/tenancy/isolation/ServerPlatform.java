package org.rowhouse.tenancy.isolation;

import org.eclipse.persistence.platform.server.ServerPlatformBase;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.sessions.ExternalTransactionController;
import org.eclipse.persistence.transaction.JTATransactionController;

/** Tells EclipseLink where the transactions are; Payara puts its own platform in its place. */
public class ServerPlatform extends ServerPlatformBase {

  public ServerPlatform(DatabaseSession session) {
    super(session);
  }

  @Override
  public Class<? extends ExternalTransactionController> getExternalTransactionControllerClass() {
    return Controller.class;
  }

  /** Finds the container's TransactionManager on either server. */
  public static class Controller extends JTATransactionController {
    @Override
    protected jakarta.transaction.TransactionManager acquireTransactionManager() {
      return Transactions.manager();
    }
  }
}

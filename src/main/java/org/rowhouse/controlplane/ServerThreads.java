package org.rowhouse.controlplane;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.System.Logger.Level;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The threads that the application server keeps for this product. The scripts of {@code
 * server-config} bound them in number and queue; on a server set up without those scripts it is the
 * server's default executor, whatever its bounds.
 */
public final class ServerThreads {

  private static final System.Logger LOG = System.getLogger(ServerThreads.class.getName());

  private ServerThreads() {}

  /** For work that takes a while; refuses more than it can queue. */
  public static ManagedExecutorService workers() {
    return find("concurrent/rowhouse", "java:comp/DefaultManagedExecutorService");
  }

  /** For work that comes again and again. */
  static ManagedScheduledExecutorService schedule() {
    return find("concurrent/rowhouse-schedule", "java:comp/DefaultManagedScheduledExecutorService");
  }

  private static <T> T find(String name, String otherwise) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      LOG.log(Level.WARNING, "The server has no {0}; {1} is used", name, otherwise);
      return byDefault(otherwise);
    }
  }

  private static <T> T byDefault(String name) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no executor " + name, e);
    }
  }
}

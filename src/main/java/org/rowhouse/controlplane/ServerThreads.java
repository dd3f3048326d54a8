package org.rowhouse.controlplane;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The threads that the application server keeps for this product. Executors named {@code
 * concurrent/rowhouse} and {@code concurrent/rowhouse-schedule} where the server has them, else its
 * default ones; the scripts of {@code server-config} bound whichever they are.
 */
public final class ServerThreads {

  private ServerThreads() {}

  /** For work that takes a while; refuses more than it can queue. */
  public static ManagedExecutorService workers() {
    return find("concurrent/rowhouse", "java:comp/DefaultManagedExecutorService");
  }

  /** For threads of one's own, which know the application that made them; ended by who has them. */
  public static ManagedThreadFactory factory() {
    return byDefault("java:comp/DefaultManagedThreadFactory");
  }

  /** For work that comes again and again. */
  static ManagedScheduledExecutorService schedule() {
    return find("concurrent/rowhouse-schedule", "java:comp/DefaultManagedScheduledExecutorService");
  }

  private static <T> T find(String name, String otherwise) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      return byDefault(otherwise);
    }
  }

  private static <T> T byDefault(String name) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no " + name, e);
    }
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The container's transaction objects, wherever the server keeps them. */
final class Transactions {

  private static final String[] MANAGERS = {
    "java:appserver/TransactionManager", "java:jboss/TransactionManager"
  };

  private static volatile TransactionManager manager;
  private static volatile TransactionSynchronizationRegistry registry;

  private Transactions() {}

  static TransactionManager manager() {
    if (manager == null) {
      manager = lookUp(MANAGERS);
    }
    return manager;
  }

  static TransactionSynchronizationRegistry registry() {
    if (registry == null) {
      registry = lookUp("java:comp/TransactionSynchronizationRegistry");
    }
    return registry;
  }

  @SuppressWarnings("unchecked")
  private static <T> T lookUp(String... names) {
    NamingException last = null;
    for (String name : names) {
      try {
        return (T) InitialContext.doLookup(name);
      } catch (NamingException e) {
        last = e;
      }
    }
    throw new IllegalStateException("This server offers no " + String.join(" or ", names), last);
  }
}

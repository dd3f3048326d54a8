package org.rowhouse.tenancy.isolation;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transactional;
import jakarta.transaction.TransactionalException;

/**
 * A failed commit reaches the caller as {@link TransactionalException}. WildFly lets the checked
 * exception through methods that do not declare it, past every {@code catch (RuntimeException)}.
 */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.PLATFORM_BEFORE) // outside of the server's own
public class UncheckedCommit {

  /** The same for another type of transaction: an interceptor is bound to one. */
  @Interceptor
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Priority(Interceptor.Priority.PLATFORM_BEFORE)
  public static class OfNew extends UncheckedCommit {}

  @AroundInvoke
  Object report(InvocationContext call) throws Exception {
    try {
      return call.proceed();
    } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException e) {
      throw new TransactionalException("The commit failed", e);
    }
  }
}

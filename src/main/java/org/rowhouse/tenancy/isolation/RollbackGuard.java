package org.rowhouse.tenancy.isolation;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;

/**
 * A method that returns normally has its changes committed: when its transaction can only roll back
 * (a persistence exception was swallowed), this throws. Both servers would report success.
 */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class RollbackGuard {

  /** The same for another type of transaction: an interceptor is bound to one. */
  @Interceptor
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Priority(Interceptor.Priority.LIBRARY_BEFORE)
  public static class OfNew extends RollbackGuard {}

  @AroundInvoke
  Object refuseLostWork(InvocationContext call) throws Exception {
    Object result = call.proceed();
    if (Transactions.registry().getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
      throw new IllegalStateException(
          "A failure was swallowed: the transaction of "
              + call.getMethod().getName()
              + " can only roll back");
    }
    return result;
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * {@code @Transactional(SUPPORTS)} on a method means: it reads. Inside a transaction it reads
 * there; otherwise without one, at one round trip a query.
 */
@Interceptor
@Transactional(TxType.SUPPORTS)
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class ReadingInterceptor {

  @Inject private TenantReading reading;

  @AroundInvoke
  Object read(InvocationContext call) throws Exception {
    if (Transactions.registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION
        || !reading.begin()) {
      return call.proceed();
    }
    try {
      Object result = call.proceed();
      reading.requireUnchanged();
      return result;
    } finally {
      reading.end();
    }
  }
}

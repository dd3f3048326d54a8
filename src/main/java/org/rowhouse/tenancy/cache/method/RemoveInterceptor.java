package org.rowhouse.tenancy.cache.method;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.tenancy.cache.Kept;
import org.rowhouse.tenancy.cache.TenantCache;

/** Honours {@link CacheRemove}, inside the transaction of the method: that ends later. */
@Interceptor
@CacheRemove(region = "")
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class RemoveInterceptor {

  private static final Map<Method, Call> CALLS = new ConcurrentHashMap<>();

  @Inject TenantCache cache;

  @AroundInvoke
  Object remove(InvocationContext invocation) throws Exception {
    Call call = CALLS.computeIfAbsent(invocation.getMethod(), Call::removalOf);
    Kept kept = new Kept(call.region(), call.key(invocation.getParameters()));
    try {
      return invocation.proceed();
    } finally {
      cache.forget(List.of(kept));
    }
  }
}

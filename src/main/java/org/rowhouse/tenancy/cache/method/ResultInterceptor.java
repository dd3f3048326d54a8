package org.rowhouse.tenancy.cache.method;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.cache.Region;
import org.rowhouse.tenancy.cache.TenantCache;

/** Honours {@link CacheResult}, outside the transaction of the method. */
@Interceptor
@CacheResult(region = "")
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
public class ResultInterceptor {

  private static final Map<Method, Call> CALLS = new ConcurrentHashMap<>();

  @Inject TenantCache cache;

  /** Carries what the method threw through the cache. */
  private static final class Thrown extends RuntimeException {

    private static final long serialVersionUID = 1;

    Thrown(Exception cause) {
      super(null, cause, false, false);
    }
  }

  @AroundInvoke
  Object keep(InvocationContext invocation) throws Exception {
    Call call = CALLS.computeIfAbsent(invocation.getMethod(), Call::resultOf);
    Key key = call.key(invocation.getParameters());
    try {
      return keep(call.region(), key, call.optional(), invocation);
    } catch (Thrown e) {
      throw (Exception) e.getCause();
    }
  }

  private <T> Object keep(
      Region<T> region, Key key, boolean optional, InvocationContext invocation) {
    return optional
        ? cache.find(
            region, key, () -> ((Optional<?>) proceed(invocation)).map(region.type()::cast))
        : cache.get(region, key, () -> region.type().cast(proceed(invocation)));
  }

  private static Object proceed(InvocationContext invocation) {
    try {
      return invocation.proceed();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Thrown(e);
    }
  }
}

package org.rowhouse.tenancy.cache.method;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Once this method of a bean has ended, what is kept in the region by its parameters (those with
 * {@link InKey}, or all) is forgotten, as by {@link org.rowhouse.tenancy.cache.TenantCache#forget}:
 * inside a transaction, the method's own included, after that has ended. However the method ends:
 * after an exception too something may have been written, and forgetting too much is only slow.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE}) // a type, because interceptors must carry it
@Retention(RetentionPolicy.RUNTIME)
public @interface CacheRemove {

  /** {@link org.rowhouse.tenancy.cache.Region#name()}. */
  @Nonbinding
  String region();
}

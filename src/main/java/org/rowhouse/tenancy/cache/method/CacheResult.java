package org.rowhouse.tenancy.cache.method;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What this method of a bean returns is kept for the current tenant, by its parameters: those with
 * {@link InKey}, or all. It returns a record, or an Optional of one, and then that nothing is there
 * is kept too. Several methods may share a region that return the same for the same key.
 *
 * <p>Asked outside the method's own transaction: a value that is kept begins none. Within a
 * transaction of the caller's the method is called.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE}) // a type, because interceptors must carry it
@Retention(RetentionPolicy.RUNTIME)
public @interface CacheResult {

  /** {@link org.rowhouse.tenancy.cache.Region#name()}. */
  @Nonbinding
  String region();

  /** How long a value is kept at most. */
  @Nonbinding
  int seconds() default 60;

  /** What is larger as JSON is not kept. */
  @Nonbinding
  int bytes() default 64 * 1024;
}

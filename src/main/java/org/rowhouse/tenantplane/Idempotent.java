package org.rowhouse.tenantplane;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.rowhouse.http.openapi.TakesHeader;

/**
 * A POST that honours {@code Idempotency-Key}: the same key and body get the first answer again,
 * the same key with another body gets 422. The answer is kept in the transaction of the work, for a
 * day, for one caller and path.
 */
@InterceptorBinding
@TakesHeader("Idempotency-Key")
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}

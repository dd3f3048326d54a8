package org.rowhouse.http.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Methods with the annotation annotated so read this request header, though no parameter shows. */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TakesHeader {
  /** For example {@code Idempotency-Key}. */
  String value();
}

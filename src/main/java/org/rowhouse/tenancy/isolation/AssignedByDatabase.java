package org.rowhouse.tenancy.isolation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The database gives this column its value when a row is inserted, by a trigger or a default. It
 * comes back with the INSERT itself: an entity that was added knows it, at no further round trip.
 * What the field held before is not sent. It names its column by {@code @Column(name)}, which is
 * {@code updatable = false} where the database alone changes it.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AssignedByDatabase {}

package org.rowhouse.tenancy.isolation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Deleting a row of this entity makes PostgreSQL delete or change rows of others ({@code on delete
 * cascade}, {@code set null}) that the ORM never sees: it forgets all that is kept for the tenant.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CascadesInDatabase {}

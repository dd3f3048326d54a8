package org.rowhouse.tenancy.isolation;

import java.util.function.Function;

/**
 * An order of a list, from an allow-list in code: one attribute, then the id.
 *
 * @param attribute the entity's attribute; never input
 * @param position the attribute's value of a row, as cursor text
 * @param value the attribute's value of such text
 */
public record Sort<E>(
    String attribute,
    boolean descending,
    Function<E, String> position,
    Function<String, Object> value) {}

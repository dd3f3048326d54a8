/**
 * What lies in Redis, byte by byte.
 *
 * <p>Promise: bytes become a value only where they were put as one: a seal over name, kind, age and
 * content, by a key that Redis does not have, refuses what was cut, changed, swapped between
 * tenants or made for another shape of the type. Refusal: no Java serialisation, no polymorphic
 * types, nothing that JSON would not give back as it was; and no names, which only {@link
 * org.rowhouse.tenancy.cache.Place} makes.
 */
package org.rowhouse.tenancy.cache.entry;

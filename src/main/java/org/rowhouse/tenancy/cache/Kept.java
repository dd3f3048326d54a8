package org.rowhouse.tenancy.cache;

/** Where something is kept: forget it when the thing changes. */
public record Kept(Region<?> region, Key key) {}

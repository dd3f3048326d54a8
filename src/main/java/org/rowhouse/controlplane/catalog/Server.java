package org.rowhouse.controlplane.catalog;

import java.time.Instant;
import java.util.UUID;

/** A PostgreSQL server that homes are placed on. */
public record Server(UUID id, String name, long homes, Instant createdAt) {}

package org.rowhouse.controlplane.fleet.operator;

import java.util.UUID;

/**
 * A home whose history differs from the catalog.
 *
 * @param registered the version that the catalog has
 * @param problem what its history says instead
 */
public record DriftView(UUID home, String registered, String problem) {}

package org.rowhouse.controlplane.audit;

import java.time.Instant;

/**
 * The end of a chain, to which the next entry is linked.
 *
 * @param number of the last entry; 0 before the first
 * @param hash of the last entry; empty before the first
 * @param seal over both; empty before the first
 * @param at this moment, by the database's clock
 */
public record Head(long number, String hash, String seal, Instant at) {}

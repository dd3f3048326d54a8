package org.rowhouse.tenancy.account;

import java.time.Instant;
import java.util.Map;

/**
 * Something that was done, as the audit trail tells it.
 *
 * @param number counts from 1 without a gap
 * @param actor {@code operator:} or {@code member:} and an id, {@code outside:} and a keyed hash of
 *     an external issuer and its subject, {@code anybody} for who signed up without a token, {@code
 *     service} for what the service did by itself
 * @param previous the hash of the entry before; empty for the first
 * @param hash SHA-256 over the JSON array of chain (the tenant's id), number, at, actor, action,
 *     details (as JSON text, members in alphabetical order) and previous
 */
public record AuditEntry(
    long number,
    Instant at,
    String actor,
    String action,
    Map<String, String> details,
    String previous,
    String hash) {}

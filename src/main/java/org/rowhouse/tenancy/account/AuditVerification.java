package org.rowhouse.tenancy.account;

import java.time.Instant;
import org.rowhouse.http.openapi.MayBeNull;

/**
 * Whether an audit trail is as it was written.
 *
 * @param entries how many there are
 * @param head the hash of the last entry, to be kept and compared: a trail that is set back as a
 *     whole to an earlier end shows in this alone; empty when there is no entry
 * @param faultAt number of the first entry with which something is wrong
 * @param fault what is wrong, in words
 */
public record AuditVerification(
    boolean intact,
    long entries,
    String head,
    @MayBeNull Long faultAt,
    @MayBeNull String fault,
    Instant checkedAt) {}

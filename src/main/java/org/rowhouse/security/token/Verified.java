package org.rowhouse.security.token;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.security.Caller;

/**
 * What a valid token says.
 *
 * @param forget when the check must be made again; never later than the token's end
 * @param revocable the ids whose revocation voids the token
 */
record Verified(Caller caller, Instant forget, List<UUID> revocable) {}

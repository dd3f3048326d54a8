/**
 * Who did what to which tenant, and to the installation.
 *
 * <p>Promise: whatever the control plane does is recorded in the transaction in which it is done,
 * both or neither. Entries of a tenant form a chain: each holds the hash of the one before it, the
 * head of the chain says which is the last, and a seal over the head is made under a key of the
 * settings. {@link org.rowhouse.controlplane.audit.Trails} finds an entry that was changed, removed
 * or moved, a chain that was cut, begun anew, removed or written anew as a whole. PostgreSQL
 * refuses to change, delete or truncate entries, to the owner of the tables too: by triggers and by
 * privileges. Who may drop the triggers (the owner, an administrator) can forge entries and not the
 * seal.
 *
 * <p>Refusal: no name, e-mail address or organization stands in an entry; ids and states do, for
 * entries outlive the tenant. A login that fails is not recorded: anybody could fill the trail.
 * What cannot be found here: a whole database set back to an earlier state, seals included; for
 * that, keep the heads that the API tells, outside.
 *
 * <p>Recording locks the chain until the transaction ends. So it comes after {@code Changes.lock},
 * and a transaction records in one chain, or in a tenant's first and in the installation's last.
 * Actions are words and not an enum: an older node must be able to read what a newer one did.
 */
package org.rowhouse.controlplane.audit;

/**
 * Operators and sign-up: what stands above all tenants.
 *
 * <p>Promise: everything here works on the {@code control} schema, through {@link
 * org.rowhouse.controlplane.ControlDatabase} only, as the owner role. What tenants' requests need
 * of it is held in memory and kept fresh by a {@link org.rowhouse.controlplane.Poll}; they wait for
 * this schema only where memory cannot answer (a tenant not known yet, or knowledge that is too
 * old) and where they revoke tokens. Refusal: no product entity is known here, and no transaction
 * holds both a tenant's rows and these. Reason: an owner's connection sees every tenant.
 *
 * <p>Nodes come and go. One that is told to leave ({@link org.rowhouse.controlplane.Leaving}) says
 * so to balancers first, serves whatever still comes, each request the last of its connection,
 * begins no operation, and tells when nothing is under way any more; then it can be ended and
 * nobody is cut off. Told by a file, because whoever stops a node has its file system and no token,
 * and not by the end itself, because by then it is too late: servers take the application away
 * while its requests run, or refuse new ones before balancers know. On Payara Micro requests then
 * failed for want of classes (NoClassDefFoundError); we take it that the server has deleted the
 * files it unpacked, and have not proved it.
 */
package org.rowhouse.controlplane;

/**
 * Keys, revocations and operators: the stores behind {@code security}, shared by all nodes.
 *
 * <p>Promise: a key signs only after every node has had time to learn it, verifies until the last
 * token it signed is dead, and is void on every node within 60 s of its withdrawal; a revocation is
 * in force on every node within 5 s. A node that cannot read revocations for longer than that
 * refuses every token with 503. Refusal: a private key never lies in the database unsealed, and
 * nobody learns from an answer or its timing whether an operator's e-mail exists.
 */
package org.rowhouse.controlplane.access;

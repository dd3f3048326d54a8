/**
 * The proof of the product, from outside: HTTP against a running server, faults planted in it.
 *
 * <p>Promise: each promise of the product is held against the real servers, and each proof has been
 * seen to fail when the guard that it rests on is taken away.
 *
 * <p>Refusal: no class of the product is called, nothing is mocked, and no code for faults is in
 * the product: they come in through an agent and leave again.
 *
 * <p>Reason: customers do not meet classes; they meet answers.
 */
package org.rowhouse.proof;

/**
 * Writing while something dies.
 *
 * <p>Promise: what a client was told is there, what it was not told and asks for again is there
 * once, and nothing else is. The clients never guess: a request without an answer is sent again
 * with its own {@code Idempotency-Key}, as a customer's would be.
 *
 * <p>Refusal: no look at the product's tables, no waiting for a quiet moment before the kill.
 * Reason: what is lost at a crash is what was in flight.
 */
package org.rowhouse.proof.crash;

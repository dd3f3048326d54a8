/**
 * The routes of the product as its own OpenAPI document tells them.
 *
 * <p>Promise: a route that is added later is attacked by the same proofs without a change here, or
 * the proof fails and says what it does not know about the route.
 *
 * <p>Refusal: no list of routes in a test.
 *
 * <p>Reason: the route that leaks is the one nobody thought of adding to a list.
 */
package org.rowhouse.proof.contract;

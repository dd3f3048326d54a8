/**
 * The product as a stranger sees it: bytes over a socket.
 *
 * <p>Promise: what a test sends is what goes over the wire, faulty requests included, and every
 * byte of the answer can be looked at.
 *
 * <p>Refusal: no HTTP library that repairs requests, retries or hides headers, and no class of the
 * product.
 *
 * <p>Reason: a leak or a crash shows in the bytes, or nowhere.
 */
package org.rowhouse.proof.client;

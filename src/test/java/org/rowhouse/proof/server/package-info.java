/**
 * What the scripts of {@code server-config} promise, seen on the running server from outside.
 *
 * <p>Promise: these proofs hold on every server, and look at what it does, never at what its
 * configuration says. Refusal: no proof asks which server it runs on.
 */
package org.rowhouse.proof.server;

/**
 * The PostgreSQL servers that homes are placed on, and how their databases are entered.
 *
 * <p>Promise: the first server is that of the settings and is called {@code main}; its owner's
 * password stands in the settings alone. Passwords that the application has been given (a further
 * server's owner) or has made (the login role of a DATABASE home) lie in the catalog sealed with
 * the key of the settings, each under words of its own, so that a thief of the catalog has none of
 * them and none can be put in another's place. Every node knows a changed password within seconds.
 * Refusal: nothing here is told by the API or in a log, and a password never stands in a statement:
 * PostgreSQL gets a SCRAM verifier.
 *
 * <p>Reads for a tenant's request never join its transaction: they come from memory, or from a
 * connection apart.
 */
package org.rowhouse.controlplane.server;

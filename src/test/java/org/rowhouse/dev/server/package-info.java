/**
 * The application servers that run the WAR, each in one class that lays out a node as the README in
 * its directory of {@code server-config} does by hand.
 *
 * <p>Promise: the scripts are those of {@code server-config}, unchanged; a {@link
 * org.rowhouse.dev.server.Node} is the server's JVM itself, so that a test may measure it, ask it
 * to leave or kill it.
 *
 * <p>Refusal: no test asks which server it runs on.
 */
package org.rowhouse.dev.server;

/**
 * What a container image holds, made and run without a container by the very scripts that {@code
 * Dockerfile} calls.
 *
 * <p>Promise: {@code server-config/container/build.sh} lays it out, {@link
 * org.rowhouse.dev.container.Training} makes its archive of classes, {@code entry.sh} runs it; the
 * tests do the same in a clean directory.
 *
 * <p>Refusal: no test needs a container engine. Reason: the machines that build have none.
 */
package org.rowhouse.dev.container;

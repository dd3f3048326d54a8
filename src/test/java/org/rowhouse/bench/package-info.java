/**
 * How fast it is: {@code mvn -Pbench}.
 *
 * <p>Promise: requests per second, CPU of server and PostgreSQL, latency, memory and database round
 * trips of the product as it is packaged, every answer checked for its status and its own tenant's
 * canaries. An answer that is wrong makes the run fail: speed without isolation is not a figure.
 *
 * <p>Refusal: no figure before warm-up, no HTTP library in the client (it would measure itself), no
 * agent in the server. Reason: before 90 s of warm-up the same code costs up to three times more.
 *
 * <p>{@code -Dbench.what=start} measures starts instead: time from the process's start to the first
 * 200 of readiness, CPU until then, resident memory then and after 1,000 requests, of each server
 * that is unpacked and of the container image's layout; medians of {@code -Dbench.rounds=5}
 * alternating rounds with {@code -Xmx256m} on the JDK of {@code -Djdk=}.
 *
 * <p>{@code -Dbench.isolation=SHARED}, {@code -Dbench.tenants=}, {@code -Dbench.warmup=} and {@code
 * -Dbench.seconds=} change the run; {@code -Dbench.jvm=} gives the server more arguments. CPU is
 * read from /proc, so it is -1 elsewhere; compare ratios on a quiet machine, and note its load. The
 * line that begins with {@code BENCH} is for machines.
 */
package org.rowhouse.bench;

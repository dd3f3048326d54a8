/**
 * How fast it is, and what tenancy costs: {@code mvn -Pbench}.
 *
 * <p>Promise: CPU of server and PostgreSQL per request, requests per second, latency, memory and
 * database round trips of the product as it is packaged, every answer checked for its status and
 * its own tenant's canaries. An answer that is wrong makes the run fail: speed without isolation is
 * not a figure.
 *
 * <p>The cost of tenancy is a ratio of server CPU: the list of 20 issues and the single issue,
 * behind all walls, against the same without any tenancy ({@link org.rowhouse.bench.plain}), in one
 * process, in turn: slices of 5 s in alternating order after 90 s of warm-up of each side, the
 * median of the ratios of slices that are neighbours. At most 1.15 is the target, and 0.30 ms for
 * the list. Customers are spread over their homes on the one side and over projects on the other;
 * what many homes cost PostgreSQL shows in its CPU, which is not part of the ratio. The signature
 * is measured on one connection, in a loop with and without it; the target is 0.1 ms a transaction.
 *
 * <p>Refusal: no figure before warm-up, no HTTP library in the client (it would measure itself), no
 * agent in the server. Reason: before 90 s of warm-up the same code costs up to three times more.
 *
 * <p>{@code -Dbench.what=start} measures starts instead: time from the process's start to the first
 * 200 of readiness, CPU until then, resident memory then and after 1,000 requests, of each server
 * that is unpacked and of the container image's layout; medians of {@code -Dbench.rounds=5}
 * alternating rounds with {@code -Xmx256m} on the JDK of {@code -Djdk=}.
 *
 * <p>{@code -Dbench.what=signup} measures sign-ups, one after another, on a PostgreSQL that waits
 * for its disk: the operation's own time from the begin of the reservation to the commit that makes
 * the tenant ACTIVE, with the waits between its steps and without the password's hash, which comes
 * before. Told are median and 95th percentile, homes of the stock apart from homes that had to be
 * made, and the rate with all that a client waits for. {@code -Dbench.tenants=1000} of SHARED and
 * SCHEMA, a tenth of DATABASE.
 *
 * <p>{@code -Dbench.what=fleet} measures migrations of {@code -Dbench.homes=1000} SCHEMA homes: the
 * check of a deployment that has nothing to do, one column for each home by Flyway in a loop, by
 * Flyway in four threads and by runs, in turn, medians of three, and what reads of the homes'
 * tables wait beside a run. {@code -Dbench.what=expand} has two nodes answer {@code
 * -Dbench.rate=100} requests a second, due at fixed times, while {@code -Dbench.homes=500} homes
 * and the shared one get a column, an index, values and a constraint.
 *
 * <p>{@code -Dbench.what=cache} asks three nodes in turn for the list and the issue of 40 tenants:
 * one without Redis, one that has Redis and may not subscribe to what others forget, so that it
 * keeps nothing in its own memory, and one as it should be. {@code -Dbench.what} is empty for the
 * first comparison, which has no Redis either.
 *
 * <p>{@code -Dbench.isolation=SHARED}, {@code -Dbench.tenants=}, {@code -Dbench.warmup=} and {@code
 * -Dbench.seconds=} (of each side) change the run; {@code -Dbench.jvm=} gives the server more
 * arguments; {@code -Dbench.profile=FILE.jfr} records the list in Flight Recorder when all is
 * measured. CPU is read from /proc, so it is -1 elsewhere; compare ratios on a quiet machine, and
 * note its load. The line that begins with {@code BENCH} is for machines.
 */
package org.rowhouse.bench;

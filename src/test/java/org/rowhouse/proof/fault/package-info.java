/**
 * Faults for the proofs to find: each a file that takes a guard away, as a mistake in the code or a
 * slip of an operator would.
 *
 * <p>Promise: a fault is planted in a running product and taken out again, by Byteman rules through
 * an agent, by SQL as a superuser, or both; one whose rules no longer fit the product is told from
 * one that the hunt does not find. A file of {@code org/rowhouse/proof/faults} says what is wrong,
 * by which harm the hunt shows it, the rules and the SQL. The first paragraph is for people; {@code
 * shows} names the harms that tell of it, {@code held} those by which another wall refuses and no
 * foreign byte comes out (none where it holds in silence); {@code meanwhile} what somebody does to
 * Redis all the time; {@code always} lets it run with every build, the others with {@code
 * -Dfaults=all}.
 *
 * <p>Refusal: no code for faults in the product.
 *
 * <p>Reason: silence of a hunt is worth what it finds when there is something to find.
 */
package org.rowhouse.proof.fault;

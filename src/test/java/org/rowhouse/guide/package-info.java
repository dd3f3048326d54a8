/**
 * The guides in {@code docs}, tried: their own text is compiled, deployed and run.
 *
 * <p>Promise: a code block that a reader copies works on the server that this build tests, and the
 * published test kit finds the leaks that it is for: each is planted here once.
 *
 * <p>Refusal: no copy of a guide's code. What stands in the guide is read from the guide.
 *
 * <p>Reason: a guide that nobody runs is wrong by the second release.
 */
package org.rowhouse.guide;

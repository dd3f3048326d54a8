/**
 * Rows that many write and read, and what each of them must have by when.
 *
 * <p>Promise: a stale read is told only where no order of events explains it: what was acknowledged
 * before the read began. Refusal: no clock but this JVM's.
 */
package org.rowhouse.proof.stale;

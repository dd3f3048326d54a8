/**
 * Bringing a whole fleet from one version to the next: runs, and how they are conducted.
 *
 * <p>Promise: before a script is applied anywhere, every home that serves has had it and has been
 * taken back; if one would fail, none gets it, and the run says which home, script and statement. A
 * script that is no part of a transaction cannot be rehearsed: it ends a stage, and stages follow
 * one another over the whole fleet. Then homes follow in waves: one, a hundredth, a tenth, the
 * rest; homes that somebody keeps locked are left for the end and hold up nobody. A run is rows in
 * the control schema: what dies in between goes on with what the catalog says is behind, and the
 * histories of the homes decide wherever both differ. One node leads at a time; each that takes
 * over is told apart by an epoch, which every write of the run names.
 *
 * <p>A run is no {@code operation}: those are claimed by a runner that begins after the migration,
 * are one list of steps with an undo each and three tries; a run is thousands of homes with results
 * of their own, must be there before the node serves and where there is no node at all.
 *
 * <p>Refusal: a home that does not serve anyway is not rehearsed and stops nobody; it is brought up
 * by itself. Reason: one tenant's trouble stays its own.
 */
package org.rowhouse.controlplane.fleet;

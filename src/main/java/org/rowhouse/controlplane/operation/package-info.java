/**
 * Long work that outlives its request, in named steps: done at once on this node, or later on any.
 *
 * <p>Promise: an operation that was answered with 202 ends in exactly one way, with a reason that
 * can be read, whatever dies in between: SUCCEEDED, FAILED or CANCELLED when all was undone, DEAD
 * when it can go neither way and waits for an operator. It is a row that is claimed under a lease
 * ({@code for update skip locked}); a node that dies leaves a lease that expires, and another goes
 * on with the first step that is not marked as done; so does a worker that lives and tells of no
 * progress for ten minutes. A step that fails is called again after a pause that doubles, three
 * times in all, a crash counting as one; then the steps are undone in reverse, ten tries each. What
 * is secret in a request leaves the row when the operation ends.
 *
 * <p>Fencing: each claim has a number (the attempt) and every write of the operation names it. What
 * a step writes in this schema it writes by {@link org.rowhouse.controlplane.operation.Run#write},
 * a transaction that holds the operation's row under that number: a worker that stalled past its
 * lease and comes back writes nothing. Such a transaction takes the operation first and the
 * catalog's counter after it, never the other way round, or two could wait for each other. What a
 * step does elsewhere (DDL, rows of a home) is bound to ids that are never used again, is
 * idempotent, and has its own guard against latecomers where it could leave something behind: see
 * {@code HomeLock}.
 *
 * <p>Fairness: an operation gets its turn when it is entered, one after the tenant's others and
 * beside the first that waits. Ten thousand of one tenant stand one behind the other, another's
 * first beside their head; and a node gives one tenant half of its workers at most.
 *
 * <p>Refusal: steps are not rolled back by magic; a step says itself how it is undone.
 *
 * <p>Reason for own code in place of db-scheduler: one row is the queue, the client's view and the
 * fence, in one transaction with what it is about. A scheduler's row is none of the latter two;
 * steps, undoing, fenced writes and turns would be ours on a second table beside it.
 */
package org.rowhouse.controlplane.operation;

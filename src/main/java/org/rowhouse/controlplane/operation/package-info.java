/**
 * Long work that outlives its request: done at once on this node, or later on any.
 *
 * <p>Promise: an operation that was answered with 202 ends as SUCCEEDED or FAILED, with a reason
 * that can be read, whatever dies in between. It is a row that is claimed under a lease ({@code for
 * update skip locked}); a node that dies leaves a lease that expires, and another goes on; so does
 * a worker that lives and tells of no progress for ten minutes. Each claim has a number (the
 * attempt), every write of progress or end names it, and so a worker that lost its lease can write
 * nothing any more. Attempts are counted; after the last one the work is undone and the operation
 * FAILED. What is secret in a request leaves the row when the operation ends. Refusal: steps are
 * not rolled back by magic. {@link org.rowhouse.controlplane.operation.Work} is idempotent from its
 * first step on, and says itself how it is undone.
 *
 * <p>Reason for own code in place of a scheduler: one table that is the client's view and the queue
 * at once, in one transaction with what it is about. Persistent steps, fairness between tenants,
 * cancelling and streaming can be added here: claim order is one query, progress one method.
 */
package org.rowhouse.controlplane.operation;

/**
 * Plans: how much tenants may ask for.
 *
 * <p>Promise: every tenant has a plan that is there, and a plan that changes counts for all its
 * tenants: at once on the node where it is changed, within a second on the others. Refusal: a plan
 * is never removed, because the trail and the tenants name it; and a plan says how much, never what
 * the product can do.
 */
package org.rowhouse.controlplane.plan;

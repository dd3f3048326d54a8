/**
 * What one node remembers by itself: who is writing where, who is loading what, and values near at
 * hand.
 *
 * <p>Promise: what was made before something was forgotten is used by nobody after it, in whatever
 * order threads get on: each place has a version that every forgetting raises, and whatever is
 * remembered is good for the version it was begun at only. Refusal: nothing here asks Redis or the
 * database, and nothing grows without a bound.
 */
package org.rowhouse.tenancy.cache.node;

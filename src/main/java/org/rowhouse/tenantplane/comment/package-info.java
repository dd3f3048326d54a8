/**
 * Comments on issues.
 *
 * <p>Promise: everybody in the tenant reads; only the author changes a comment, and the author or
 * an admin deletes it. A comment outlives its author's membership and then has none.
 */
package org.rowhouse.tenantplane.comment;

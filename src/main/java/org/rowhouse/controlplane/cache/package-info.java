/**
 * How caching goes, for operators.
 *
 * <p>Promise: figures of this node since its start, in bounded room however many tenants there are.
 * Refusal: nothing that is kept, and no name of it, can be seen here.
 */
package org.rowhouse.controlplane.cache;

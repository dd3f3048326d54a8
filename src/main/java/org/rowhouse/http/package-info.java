/**
 * How this product speaks HTTP: problem details, strict JSON, paging, preconditions, request ids.
 *
 * <p>Promise: every error, whoever raised it, leaves as RFC 9457 {@code application/problem+json}
 * without a stack trace, a class name or SQL; every body is read strictly (unknown members,
 * duplicate names, depth and size) and the same way on every server, because the reader is ours and
 * not the container's. Refusal: this package knows no tenant and no plane.
 */
package org.rowhouse.http;

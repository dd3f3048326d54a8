/**
 * The other side of the scales: the product's list of issues and single issue as a good application
 * for one customer would have them, to measure what tenancy costs. {@link
 * org.rowhouse.bench.PlainWar} makes a second WAR of it that runs in the product's own process.
 *
 * <p>What is the same, class by class, from the product's WAR: its libraries, {@code web.xml},
 * settings, request ids, authentication and the cache of verified tokens, access rules, parameters,
 * validation, paging and sealed cursors, ETags, JSON, problems. The tokens are the product's own,
 * checked with its published keys. The entity has the same attributes and converters, the query the
 * same filters and order, the answer the same bytes; shared cache NONE, as in the product.
 *
 * <p>What is not there: the tenant (filter, directory, scope), the discriminator, the router of
 * connections, the signed context, row level security, schemas. All rows of all customers lie in
 * one table whose keys and index begin with what the queries ask for; the connections are the
 * container's. What is not measured (writes, the pages after the first) is not there either.
 *
 * <p>The measured form reads without a transaction, an EntityManager a request, because that is the
 * cheapest that works: tenancy is compared with nothing slower than it could be. The same list in a
 * transaction, as most applications have it, is measured for information.
 */
package org.rowhouse.bench.plain;

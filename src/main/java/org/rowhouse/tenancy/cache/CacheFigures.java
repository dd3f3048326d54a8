package org.rowhouse.tenancy.cache;

import java.util.Map;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.node.Figures;

/**
 * How the caching of this node goes, since its start.
 *
 * @param regions by their names
 * @param nearBytes of memory, about
 * @param hears whether near values are used: what other nodes forget is being heard
 * @param owed tenants for whom nothing is kept until Redis has confirmed that it forgot
 * @param busiest tenants, with about how many questions each asked
 */
public record CacheFigures(
    Map<String, Figures> regions,
    long nearBytes,
    boolean hears,
    int owed,
    Map<TenantId, Long> busiest,
    org.rowhouse.tenancy.cache.redis.Figures redis) {}

package org.rowhouse.controlplane.domain;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;

/** Looks again whether domains are still their tenants'; one node for each domain. */
@ApplicationScoped
public class DomainChecks {

  private static final System.Logger LOG = System.getLogger(DomainChecks.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration UNTIL_DOUBT_IS_LOOKED_AT = Duration.ofHours(1);
  private static final int ENOUGH_MISSES = 3;
  private static final int AT_ONCE = 20;

  private final ControlDatabase database;
  private final DomainTable table;
  private final Proofs proofs;
  private final Catalog catalog;
  private final Poll poll = new Poll("proofs of domains", PERIOD, this::look);
  private boolean started;

  DomainChecks() {
    this(null, null, null, null);
  }

  @Inject
  public DomainChecks(ControlDatabase database, DomainTable table, Proofs proofs, Catalog catalog) {
    this.database = database;
    this.table = table;
    this.proofs = proofs;
    this.catalog = catalog;
  }

  /** Begins to look a moment later, and goes on. */
  public void start() {
    poll.start();
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  // runs in one thread at a time: Poll sees to it
  private void look() {
    if (!started) {
      started = true; // no start of a node waits for the DNS
      return;
    }
    List<DomainRow> due = database.with(h -> table.due(h, AT_ONCE, LEASE));
    due.forEach(this::look);
  }

  private void look(DomainRow domain) {
    switch (proofs.look(domain)) {
      case FOUND -> database.use(h -> table.looked(h, domain, 0, OwnDomains.UNTIL_NEXT_LOOK));
      case UNKNOWN ->
          database.use(h -> table.looked(h, domain, domain.misses(), UNTIL_DOUBT_IS_LOOKED_AT));
      case ABSENT -> missed(domain);
    }
  }

  private void missed(DomainRow domain) {
    int misses = domain.misses() + 1;
    if (misses < ENOUGH_MISSES) {
      database.use(h -> table.looked(h, domain, misses, UNTIL_DOUBT_IS_LOOKED_AT));
      return;
    }
    database.useTransaction(
        h -> {
          Changes.lock(h);
          table.lost(h, domain);
        });
    catalog.refresh();
    LOG.log(Level.WARNING, "Tenant {0} has lost its domain {1}", domain.tenantId(), domain.id());
  }
}

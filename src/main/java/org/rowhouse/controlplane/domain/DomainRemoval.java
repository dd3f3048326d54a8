package org.rowhouse.controlplane.domain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.Domain;

/** Takes domains away; this node knows at once. */
@ApplicationScoped
public class DomainRemoval {

  @Inject private ControlDatabase database;
  @Inject private DomainTable table;
  @Inject private Catalog catalog;

  /**
   * @param tenant whose it must be; null for any
   * @param condition throws unless the domain is as the caller knows it
   * @throws Problem 404
   */
  void remove(TenantId tenant, UUID id, Consumer<Domain> condition) {
    database.useTransaction(
        h -> {
          Changes.lock(h);
          DomainRow row = table.find(h, tenant, id).orElseThrow(Problem::notFound);
          condition.accept(row.told());
          table.remove(h, row);
        });
    catalog.refresh();
  }
}

package org.rowhouse.controlplane.domain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.Domain;
import org.rowhouse.tenancy.account.Domains;

/** The domains of the current tenant; this node knows at once. */
@ApplicationScoped
public class OwnDomains implements Domains {

  static final Duration UNTIL_NEXT_LOOK = Duration.ofHours(24);

  private static final int MOST = 20;
  private static final int TOKEN_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  @Inject private ControlDatabase database;
  @Inject private DomainTable table;
  @Inject private DomainRemoval removal;
  @Inject private Proofs proofs;
  @Inject private Catalog catalog;
  @Inject private CurrentTenant current;
  @Inject private Cursors cursors;
  @Inject private Settings settings;

  @Override
  public Page<Domain> list(Paging paging) {
    TenantId tenant = current.get().id();
    IdPage page = new IdPage(cursors, "domains " + tenant, paging);
    return page.of(
            database.with(h -> table.page(h, tenant, page.after(), page.fetch())), DomainRow::id)
        .map(DomainRow::told);
  }

  @Override
  public Domain get(UUID id) {
    return row(id).told();
  }

  private DomainRow row(UUID id) {
    TenantId tenant = current.get().id();
    return database.with(h -> table.find(h, tenant, id)).orElseThrow(Problem::notFound);
  }

  @Override
  public Domain claim(String given) {
    TenantId tenant = current.get().id();
    String name = DomainName.of(given, settings.web().baseDomain()).text();
    return database.inTransaction(h -> claim(h, tenant, name)).told();
  }

  private DomainRow claim(Handle handle, TenantId tenant, String name) {
    Changes.lock(handle);
    Optional<DomainRow> before = table.find(handle, tenant, name);
    if (before.isPresent()) {
      return before.get();
    }
    if (table.count(handle, tenant) >= MOST) {
      throw Problem.conflict(
          "too-many-domains", "There are " + MOST + " domains already. Remove one first.");
    }
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    return table.add(
        handle,
        Ids.next(),
        tenant,
        name,
        Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  @Override
  public Domain prove(UUID id) {
    DomainRow mine = row(id);
    if (mine.state() == Domain.State.PROVEN) {
      return mine.told();
    }
    switch (proofs.look(mine)) {
      case FOUND -> {}
      case ABSENT ->
          throw Problem.conflict(
              "domain-unproven",
              "The DNS has no TXT record "
                  + mine.record()
                  + " of this value. It may take a while until a new record is seen.");
      case UNKNOWN ->
          throw Problem.unavailable("dns-unavailable", "The DNS does not answer. Try again.", 10);
    }
    Optional<DomainRow> holder = database.with(h -> table.holder(h, mine.name()));
    if (holder.isPresent() && proofs.look(holder.get()) != Proofs.Finding.ABSENT) {
      throw taken();
    }
    DomainRow proven = database.inTransaction(h -> take(h, mine, holder.map(DomainRow::id)));
    catalog.refresh();
    return proven.told();
  }

  /** Takes the domain from the one whose proof has gone, and from nobody who came meanwhile. */
  private DomainRow take(Handle handle, DomainRow mine, Optional<UUID> loser) {
    Changes.lock(handle);
    DomainRow now = table.find(handle, mine.tenantId(), mine.id()).orElseThrow(Problem::notFound);
    Optional<DomainRow> holder = table.holder(handle, mine.name());
    if (holder.isPresent() && holder.get().id().equals(mine.id())) {
      return now;
    }
    if (holder.isPresent() && !holder.map(DomainRow::id).equals(loser)) {
      throw taken();
    }
    holder.ifPresent(other -> table.lost(handle, other));
    return table.proven(handle, now, UNTIL_NEXT_LOOK);
  }

  private static Problem taken() {
    return Problem.conflict(
        "domain-taken",
        "Another organisation has this domain, and its proof is still in the DNS. Take its record"
            + " away first.");
  }

  @Override
  public void remove(UUID id, Consumer<Domain> condition) {
    removal.remove(current.get().id(), id, condition);
  }
}

package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.TenantId;

/** Writes the audit trail. */
@ApplicationScoped
public class Audit {

  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  /** The chain of what is done to no tenant. */
  static final UUID INSTALLATION = new UUID(0, 0);

  /** An update that changes nothing locks the head that is there, in the same statement. */
  private static final String LOCK =
      """
      insert into control.audit_chain as head (id, number, hash, seal) values (:chain, 0, '', '')
      on conflict (id) do update set number = head.number
      returning number, hash, seal, clock_timestamp() as at
      """;

  private static final String APPEND =
      """
      with entry as (
        insert into control.audit_entry
          (chain, number, at, actor, action, details, previous, hash)
        values (:chain, :number, :at, :actor, :action, cast(:details as json), :previous, :hash))
      update control.audit_chain set number = :number, hash = :hash, seal = :seal
      where id = :chain
      """;

  private final Seals seals;
  private final Actors actors;

  Audit() {
    this(null, null);
  }

  @Inject
  public Audit(Secrets secrets, Actors actors) {
    this.seals = new Seals(secrets);
    this.actors = actors;
  }

  static UUID chain(TenantId tenant) {
    return tenant == null ? INSTALLATION : tenant.value();
  }

  /**
   * The seal of what comes after {@code head}. One that does not hold stays as it is, for ever: the
   * next entry must not make good what somebody has forged.
   */
  private String seal(UUID chain, Head head, Link next) {
    if (head.number() == 0 || seals.hold(chain, head.number(), head.hash(), head.seal())) {
      return seals.seal(chain, next.number(), next.hash());
    }
    LOG.log(Level.ERROR, "Audit chain {0} was tampered with: its seal does not hold", chain);
    return head.seal();
  }

  /**
   * Records {@code deed} in the transaction of {@code handle}, the one in which it is done. Other
   * transactions that record in the same chain wait for its end.
   *
   * @throws IllegalStateException outside a transaction: entry and deed could then be apart
   */
  public void record(Handle handle, Deed deed) {
    if (!handle.isInTransaction()) {
      throw new IllegalStateException(deed.action() + " is recorded outside its transaction");
    }
    UUID chain = chain(deed.tenant());
    String actor = deed.actor() != null ? deed.actor() : actors.caller().orElse(deed.otherwise());
    Head head = handle.createQuery(LOCK).bind("chain", chain).mapTo(Head.class).one();
    Link link = Link.after(head, chain, actor, deed);
    handle
        .createUpdate(APPEND)
        .bind("chain", chain)
        .bind("number", link.number())
        .bind("at", link.at())
        .bind("actor", link.actor())
        .bind("action", link.action())
        .bind("details", link.details())
        .bind("previous", link.previous())
        .bind("hash", link.hash())
        .bind("seal", seal(chain, head, link))
        .execute();
  }
}

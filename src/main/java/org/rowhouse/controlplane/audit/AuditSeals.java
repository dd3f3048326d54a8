package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.security.Secrets;

/** Makes the seals of all heads anew after the key of the settings was rotated. */
@ApplicationScoped
public class AuditSeals {

  private static final System.Logger LOG = System.getLogger(AuditSeals.class.getName());

  private final ControlDatabase database;
  private final Seals seals;
  private final Audit audit;

  AuditSeals() {
    this(null, null, null);
  }

  @Inject
  public AuditSeals(ControlDatabase database, Secrets secrets, Audit audit) {
    this.database = database;
    this.seals = new Seals(secrets);
    this.audit = audit;
  }

  /** A head as it lies in the table. */
  public record Sealed(UUID id, long number, String hash, String seal) {}

  /**
   * Seals with the first key what lies under another, so that the other may be dropped, and records
   * that the key was rotated. A seal that does not hold stays: it is evidence. Each head by itself,
   * so that nobody waits for one who holds another.
   */
  public void sealAgain() {
    List<Sealed> old =
        database.with(
            h ->
                h
                    .createQuery(
                        "select id, number, hash, seal from control.audit_chain order by id")
                    .mapTo(Sealed.class)
                    .list()
                    .stream()
                    .filter(head -> !seals.isCurrent(head.seal()))
                    .toList());
    if (!old.isEmpty()) {
      long renewed = old.stream().filter(this::renew).count();
      if (renewed > 0) {
        database.useTransaction(
            h -> audit.record(h, Deed.of("SECRET_KEY_ROTATED").with("chains", renewed)));
      }
    }
  }

  private boolean renew(Sealed head) {
    if (!seals.hold(head.id(), head.number(), head.hash(), head.seal())) {
      LOG.log(
          Level.ERROR,
          "The seal of audit chain {0} does not hold: verify it, and if a key was dropped from"
              + " ROWHOUSE_SECRET_KEY too early, list it again",
          head.id());
      return false;
    }
    return database.with(
            h ->
                h.createUpdate(
                        "update control.audit_chain set seal = :anew"
                            + " where id = :id and seal = :seal")
                    .bind("id", head.id())
                    .bind("seal", head.seal())
                    .bind("anew", seals.seal(head.id(), head.number(), head.hash()))
                    .execute())
        == 1;
  }
}

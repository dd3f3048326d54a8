package org.rowhouse.controlplane.domain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Looks for proofs in the DNS. Holds no connection meanwhile. */
@ApplicationScoped
public class Proofs {

  private static final System.Logger LOG = System.getLogger(Proofs.class.getName());

  /** Others wait: whoever claims names of slow servers takes no more threads than these. */
  private static final Semaphore AT_ONCE = new Semaphore(8);

  private static final int PATIENCE_SECONDS = 5;

  private final TxtRecords dns;

  Proofs() {
    this(null);
  }

  @Inject
  public Proofs(TxtRecords dns) {
    this.dns = dns;
  }

  /** What the DNS says. */
  enum Finding {
    FOUND,
    ABSENT,
    /** It does not say. */
    UNKNOWN
  }

  Finding look(DomainRow domain) {
    if (!acquire()) {
      return Finding.UNKNOWN;
    }
    try {
      return dns.at(domain.record()).contains(domain.value()) ? Finding.FOUND : Finding.ABSENT;
    } catch (TxtRecords.Unanswered e) {
      LOG.log(Level.INFO, "The DNS does not answer for domain {0}: {1}", domain.id(), e.why());
      return Finding.UNKNOWN;
    } finally {
      AT_ONCE.release();
    }
  }

  private static boolean acquire() {
    try {
      return AT_ONCE.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

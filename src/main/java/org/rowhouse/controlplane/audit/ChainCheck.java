package org.rowhouse.controlplane.audit;

import java.time.Instant;
import org.rowhouse.tenancy.account.AuditVerification;

/** Follows a chain from its first entry to its head and keeps the first fault. */
final class ChainCheck {

  private long entries;
  private long number;
  private String hash = "";
  private Long faultAt;
  private String fault;

  /**
   * The next entry, in the order of numbers.
   *
   * @param latestBeginning of a first entry; null where any will do
   */
  void next(Link link, Instant latestBeginning) {
    entries++;
    if (link.number() != number + 1) {
      fault(number + 1, "is missing");
    } else if (!link.previous().equals(hash)) {
      fault(link.number(), "does not follow the entry before it");
    } else if (!link.hash().equals(link.computed())) {
      fault(link.number(), "was changed");
    } else if (number == 0 && latestBeginning != null && link.at().isAfter(latestBeginning)) {
      fault(1, "is not the first that there was");
    }
    number = link.number();
    hash = link.hash();
  }

  /**
   * The head, after the last entry.
   *
   * @param sealed whether its seal is ours
   */
  void end(long headNumber, String headHash, boolean sealed) {
    if (headNumber > number) {
      fault(number + 1, "is missing");
    } else if (headNumber < number) {
      fault(headNumber + 1, "was added past the head");
    } else if (!headHash.equals(hash)) {
      fault(number, "is not the one that the head tells of");
    } else if (!sealed) {
      fault(number, "is the last by a head that was not sealed here");
    }
  }

  /** There is no head. */
  void endWithoutHead(boolean expected) {
    if (entries > 0 || expected) {
      fault(entries + 1, "and the head of the trail are missing");
    }
  }

  private void fault(long at, String what) {
    if (fault == null) {
      faultAt = at;
      fault = "Entry " + at + " " + what;
    }
  }

  AuditVerification result(Instant now) {
    return new AuditVerification(fault == null, entries, hash, faultAt, fault, now);
  }
}

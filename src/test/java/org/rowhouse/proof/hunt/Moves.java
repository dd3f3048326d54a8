package org.rowhouse.proof.hunt;

/** What clients do, and how often. */
final class Moves {

  private final Move.Mix reads = Reads.mix();
  private final Move.Mix loose = LooseReads.mix();
  private final Move.Mix writes;
  private final Move.Mix bad = BadRequests.mix();
  private final Move.Mix breaks = Breaks.mix();
  private final Move.Mix hangUps = Breaks.hangUps();
  private final boolean inTrouble;

  private Moves(Move.Mix writes, boolean inTrouble) {
    this.writes = writes;
    this.inTrouble = inTrouble;
  }

  Moves(boolean inTrouble) {
    this(Writes.mix(), inTrouble);
  }

  /** None of which changes anything, so that whatever is cached stays. */
  static Moves reading() {
    return new Moves(Reads.mix(), false);
  }

  /** None of which takes much longer than the others. */
  static Moves quick() {
    return new Moves(Writes.quick(), false);
  }

  void makeOne(Visit visit) {
    int dice = visit.random().nextInt(100);
    if (dice < 25) {
      loose.any(visit.random()).make(visit);
    } else {
      alone(visit, mix(dice).any(visit.random()));
    }
  }

  private Move.Mix mix(int dice) {
    if (dice < 60) {
      return reads;
    } else if (dice < 85) {
      return writes;
    } else if (dice < 90 || !inTrouble) {
      return bad;
    }
    return dice < 99 ? breaks : hangUps;
  }

  /** A tenant in which somebody else writes is left for another. */
  private static void alone(Visit visit, Move move) {
    if (visit.tenant().lock.tryLock()) {
      try {
        move.make(visit);
      } finally {
        visit.tenant().lock.unlock();
      }
    }
  }
}

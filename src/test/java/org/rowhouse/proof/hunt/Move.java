package org.rowhouse.proof.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Something that a client does; one or a few requests. */
interface Move {

  void make(Visit visit);

  /** Moves and how often each is made. */
  final class Mix {
    private final List<Move> moves = new ArrayList<>();

    Mix with(int weight, Move move) {
      for (int i = 0; i < weight; i++) {
        moves.add(move);
      }
      return this;
    }

    Move any(Random random) {
      return moves.get(random.nextInt(moves.size()));
    }
  }
}

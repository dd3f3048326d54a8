package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.migration.TransactionPooler.Habit;
import org.rowhouse.dev.EmbeddedDatabase;

class PoolerProbeIT {

  private static PGSimpleDataSource through(TransactionPooler pooler) {
    EmbeddedDatabase database = EmbeddedDatabase.shared();
    PGSimpleDataSource source = (PGSimpleDataSource) database.owner();
    source.setUrl(
        "jdbc:postgresql://127.0.0.1:%d/rowhouse?sslmode=disable&gssEncMode=disable"
            .formatted(pooler.port()));
    return source;
  }

  @ParameterizedTest
  @EnumSource(value = Habit.class, names = "FORWARDS", mode = Mode.EXCLUDE)
  void a_pooler_that_swaps_or_hides_backends_is_refused(Habit habit) throws IOException {
    try (var pooler = new TransactionPooler(EmbeddedDatabase.shared().port(), habit)) {
      assertThatThrownBy(() -> PoolerProbe.refusePoolers(through(pooler)))
          .isInstanceOf(StartRefused.class)
          .hasMessageContainingAll("pooler", "ROWHOUSE_DB_URL", "PgBouncer")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void what_only_forwards_is_not_in_the_way() throws IOException {
    try (var pooler = new TransactionPooler(EmbeddedDatabase.shared().port(), Habit.FORWARDS)) {
      assertThatCode(() -> PoolerProbe.refusePoolers(through(pooler))).doesNotThrowAnyException();
    }
  }
}

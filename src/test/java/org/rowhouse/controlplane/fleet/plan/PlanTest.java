package org.rowhouse.controlplane.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.fleet.plan.Script.Kind;

class PlanTest {

  private final Plan plan =
      new Plan(
          List.of(
              script("1", Kind.PLAIN, 1),
              script("2", Kind.EACH_TENANT, 2),
              script("3", Kind.CONCURRENT, 3),
              script("4", Kind.IN_BATCHES, 4),
              script("4.1", Kind.PLAIN, 5)));

  private static Script script(String version, Kind kind, int checksum) {
    return new Script(
        version, "d", "V" + version + "__d.sql", checksum, kind, checksum < 4, "select 1");
  }

  @Test
  void what_is_no_part_of_a_transaction_is_a_stage_of_its_own() {
    assertThat(plan.stageEnd(0)).isEqualTo(2);
    assertThat(plan.stageEnd(1)).isEqualTo(2);
    assertThat(plan.stageEnd(2)).isEqualTo(3);
    assertThat(plan.stageEnd(3)).isEqualTo(4);
    assertThat(plan.stageEnd(4)).isEqualTo(5);
    assertThat(plan.stageEnd(5)).isEqualTo(5);
  }

  @Test
  void a_version_says_how_far_a_home_is() {
    assertThat(plan.position(null)).isZero();
    assertThat(plan.position("0")).isZero();
    assertThat(plan.position("4.1")).isEqualTo(5);
    assertThat(plan.position("5")).isEqualTo(-1);
    assertThat(plan.target()).isEqualTo("4.1");
  }

  @Test
  void homes_serve_without_the_last_scripts_where_these_say_so() {
    assertThat(plan.servedFrom()).isEqualTo(3);
  }

  @Test
  void a_changed_script_changes_every_fingerprint_from_there_on() {
    Plan changed = new Plan(List.of(script("1", Kind.PLAIN, 1), script("2", Kind.PLAIN, 9)));
    assertThat(changed.fingerprintAfter(1)).isEqualTo(plan.fingerprintAfter(1));
    assertThat(changed.fingerprintAfter(2)).isNotEqualTo(plan.fingerprintAfter(2));
  }
}

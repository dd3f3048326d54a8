package org.rowhouse.controlplane.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.controlplane.fleet.plan.Script.Kind;

class ScriptReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLAIN       | alter table t add a text
          PLAIN       | insert into t values ('create index concurrently')
          PLAIN       | set local lock_timeout = '1s'; alter table t add a text
          CONCURRENT  | create index concurrently i on t (a)
          CONCURRENT  | drop index concurrently i
          EACH_TENANT | -- rowhouse: each tenant~update t set a = 1; update u set a = 2
          IN_BATCHES  | -- rowhouse: in batches~update t set a = 1 where a is null
          """)
  void a_script_says_how_it_is_run(Kind kind, String text) {
    assertThat(ScriptReader.kind("V1__t.sql", text.replace('~', '\n'))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin; select 1; commit",
        "rollback",
        "copy t from stdin",
        "set search_path = public",
        "select set_config('x', '', true), current_setting(search_path)",
        "set statement_timeout = 0",
        "reset all",
        "vacuum t",
        "reindex table concurrently t",
        "grant select on t to ${flyway:user}",
        "-- only words",
        "create index concurrently i on t (a); select 1",
        "alter table t detach partition p concurrently",
        "-- rowhouse: in batches\nupdate t set a = 1; update t set b = 1",
        "-- rowhouse: slowly\nupdate t set a = 1"
      })
  void what_a_fleet_cannot_have_is_refused(String text) {
    assertThatThrownBy(() -> ScriptReader.kind("V1__t.sql", text))
        .isInstanceOf(UnsoundPlan.class)
        .hasMessageStartingWith("The script V1__t.sql ");
  }

  @Test
  void the_runtime_role_may_be_named() {
    assertThat(ScriptReader.kind("V1__t.sql", "grant select on t to ${runtime}"))
        .isEqualTo(Kind.PLAIN);
  }
}

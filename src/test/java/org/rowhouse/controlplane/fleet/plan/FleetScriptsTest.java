package org.rowhouse.controlplane.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of db/tenant go through thousands of homes that serve: none may block or break them. */
class FleetScriptsTest {

  @Test
  void every_script_of_the_product_is_fit_for_a_fleet() throws IOException {
    ScriptLint lint = new ScriptLint();
    for (Path file : files()) {
      assertThat(lint.faults(script(Files.readString(file)))).as("%s", file).isEmpty();
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/tenant"))) {
      return files.sorted(Comparator.comparing(FleetScriptsTest::version)).toList();
    }
  }

  private static int version(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("V(\\d+).*", "$1"));
  }

  private static Script script(String text) {
    return new Script("1", "d", "V1__d.sql", 0, ScriptReader.kind("V1__d.sql", text), true, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on issue (tenant_id, title)",
        "create unique index by_title\n on issue (tenant_id, title)",
        "drop index by_title",
        "alter table issue add constraint c check (number > 0)",
        "alter table issue add foreign key (tenant_id, x) references project (tenant_id, id)",
        "alter table issue add column x uuid references project (id)",
        "alter table issue add unique (tenant_id, title)",
        "alter table issue alter column number type bigint",
        "alter table issue add column x int not null",
        "alter table issue add x uuid default gen_random_uuid()",
        "alter table issue alter column title set not null",
        "alter table issue rename column title to name",
        "alter table issue rename to ticket",
        "lock table issue",
        "truncate issue",
        "update issue set number = 1",
        "with x as (select 1) delete from issue",
        "-- rowhouse: in batches\nupdate issue set number = 1 where number is null",
        "create table t (tenant_id uuid); create index on issue (tenant_id, title)",
      })
  void what_would_block_or_break_homes_is_found(String text) {
    assertThat(new ScriptLint().faults(script(text))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table t (tenant_id uuid, unique (a)); create index on t (tenant_id);"
            + " alter table t add check (a > 0)",
        "create unique index concurrently by_title on issue (tenant_id, title)",
        "alter table issue add constraint c unique using index by_title",
        "alter table issue add constraint c check (number > 0) not valid",
        "alter table issue validate constraint c",
        "alter table issue add column x int",
        "alter table issue add column x int not null default 0",
        "alter table issue add column x timestamptz not null default now()",
        "alter table issue alter column id set default gen_random_uuid()",
        "alter table issue add check (x is not null) not valid; alter table issue alter x set not"
            + " null",
        "-- rowhouse: each tenant\nupdate issue set number = 1",
        "-- rowhouse: in batches\nupdate issue set x = 1 where id in"
            + " (select id from issue where x is null limit 1000)",
        "alter table issue drop column x",
      })
  void what_holds_nobody_up_is_let_through(String text) {
    assertThat(new ScriptLint().faults(script(text))).isEmpty();
  }
}

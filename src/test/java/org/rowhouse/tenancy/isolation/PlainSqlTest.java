package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "\n  SELECT 1",
        "insert into t values (?)",
        "Update t set x = ?",
        "DELETE FROM t WHERE x = ?",
        "with x as (select 1) select * from x",
      })
  void one_statement_over_rows_is_sent(String sql) throws SQLException {
    assertThat(PlainSql.plain(sql)).isSameAs(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "select 1;",
        "select 1; deallocate all",
        "select ';'",
        "deallocate \"S_1\"",
        "prepare \"S_1\" as select 1",
        "set role x",
        "reset all",
        "commit",
        "do $$ begin end $$",
        "copy t to stdout",
        "alter role me password 'x'",
        "lock table t",
        "listen x",
        "explain select 1",
        "{call f()}",
        "(select 1)",
        "/* x */ set role x",
        "-- x\nset role x",
        "selectx",
      })
  void everything_else_is_refused(String sql) {
    assertThatThrownBy(() -> PlainSql.plain(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("bind values");
  }
}

package org.rowhouse.controlplane.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTextTest {

  @Test
  void statements_end_where_postgresql_ends_them() {
    assertThat(SqlText.statements("select 1; ;\n-- a; b\nselect 2 /* ; /* ; */ ; */;\n-- end"))
        .containsExactly("select 1", "select 2 /* ; /* ; */ ; */");
  }

  @Test
  void texts_names_and_bodies_hold_semicolons() {
    String body = "do $x$ begin perform 'a;' ; execute $$;$$; end $x$";
    assertThat(SqlText.statements("select ';''', E'\\';', \"a;b\"; " + body + ";select 3"))
        .containsExactly("select ';''', E'\\';', \"a;b\"", body, "select 3");
  }

  @Test
  void bodies_of_sql_end_with_their_own_end() {
    String function =
        "create function f() returns int begin atomic select case when true then 1 end; select 2;"
            + " end";
    assertThat(SqlText.statements(function + "; select 4")).containsExactly(function, "select 4");
  }

  @Test
  void parameters_and_tags_are_told_apart() {
    assertThat(SqlText.statements("prepare p as select $1; select a$b$c from t; select 1"))
        .containsExactly("prepare p as select $1", "select a$b$c from t", "select 1");
  }

  @Test
  void words_are_not_found_in_texts_and_comments() {
    assertThat(SqlText.words("-- commit\nUpdate t /* x */ set a = 'concurrently', \"drop\" = 1"))
        .containsExactly("update", "t", "set", "a", "x", "1");
  }
}

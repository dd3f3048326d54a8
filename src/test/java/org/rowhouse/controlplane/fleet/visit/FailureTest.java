package org.rowhouse.controlplane.fleet.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A failure is logged, kept and shown to operators: it tells no value of a tenant's row. */
class FailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "22007 | invalid input syntax for type date: \"Layoffs of Bob\" | invalid input syntax for type date: \"…\"",
        "22P02 | malformed array literal: \"{\"Bob\", 3}\" | malformed array literal: \"…\"",
        "22003 | value \"Bob 7\" is out of range for type integer | value \"…\" is out of range for type integer",
        "22012 | division by zero | division by zero",
        "42703 | column \"stage\" does not exist | column \"stage\" does not exist",
        "23505 | could not create unique index \"a\" | could not create unique index \"a\""
      })
  void what_a_row_holds_is_not_in_it(String state, String message, String told) {
    assertThat(Failure.of(error(state, message)).error()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"22007"})
  void nor_where_the_value_has_lines(String state) {
    SQLException error = error(state, "invalid input syntax for type date: \"Layoffs\nof Bob\"");
    assertThat(Failure.of(error).error()).isEqualTo("invalid input syntax for type date: \"…\"");
  }

  private static SQLException error(String state, String message) {
    return new PSQLException(
        new ServerErrorMessage("SERROR\0C" + state + "\0M" + message + "\0\0"));
  }
}

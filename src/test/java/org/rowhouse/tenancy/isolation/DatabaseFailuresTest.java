package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.OptimisticLockException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.NoTenant;

class DatabaseFailuresTest {

  private final DatabaseFailures failures = new DatabaseFailures(new CommitFailure());

  @ParameterizedTest
  @CsvSource({
    "23505, 409",
    "23503, 409",
    "40001, 503",
    "40P01, 503",
    "55P03, 503",
    "57014, 503",
    "08006, 503",
    "57P01, 503",
    "53300, 503",
    "22021, 400",
  })
  void what_postgresql_says_becomes_an_answer_without_its_words(String state, int status) {
    Problem problem =
        failures.translate(new SQLException("detail: Key (email)=(x)", state)).orElseThrow();
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.getMessage()).doesNotContain("Key", state);
    assertThat(problem.headers().containsKey("Retry-After")).isEqualTo(status == 503);
  }

  @ParameterizedTest
  @CsvSource({"42501", "42P01", "RH001", "RH002"})
  void a_fault_of_ours_stays_a_fault(String state) {
    assertThat(failures.translate(new SQLException("x", state))).isEmpty();
  }

  @Test
  void a_row_changed_meanwhile_is_a_failed_precondition() {
    assertThat(failures.translate(new OptimisticLockException()).orElseThrow().status())
        .isEqualTo(412);
  }

  @Test
  void the_connection_of_nobody_refuses_every_statement() throws SQLException {
    Connection nobody = NeutralConnection.make();
    assertThatThrownBy(nobody::createStatement).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> nobody.prepareStatement("select 1")).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> nobody.prepareCall("x")).isInstanceOf(NoTenant.class);
    assertThatThrownBy(nobody::getMetaData).isInstanceOf(NoTenant.class);
    nobody.close();
    assertThat(nobody.isClosed()).isTrue();
  }
}

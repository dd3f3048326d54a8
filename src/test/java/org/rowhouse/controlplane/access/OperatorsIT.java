package org.rowhouse.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rowhouse.security.Passwords;
import org.rowhouse.settings.Settings.FirstOperator;

class OperatorsIT {

  private static final String EMAIL = "root@rowhouse.test";

  private final ControlSchema schema = new ControlSchema();

  OperatorsIT() throws IOException {}

  private Operators with(String password) {
    return new Operators(
        schema.node(),
        new Passwords(),
        ControlSchema.audit(),
        Optional.of(new FirstOperator(EMAIL, password)));
  }

  @Test
  void the_first_operator_logs_in_with_the_password_of_the_settings_only() {
    Operators operators = with("first password");
    operators.start();
    operators.start();
    Optional<java.util.UUID> id = operators.authenticate(" Root@Rowhouse.test", "first password");
    assertThat(id).isPresent();
    assertThat(operators.authenticate(EMAIL, "second password")).isEmpty();
    assertThat(operators.authenticate("other@rowhouse.test", "first password")).isEmpty();

    with("second password").start();
    assertThat(operators.authenticate(EMAIL, "first password")).isEmpty();
    assertThat(operators.authenticate(EMAIL, "second password")).isEqualTo(id);
  }
}

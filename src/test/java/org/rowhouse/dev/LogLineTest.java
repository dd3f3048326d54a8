package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void a_failure_is_told_with_its_causes_and_without_its_stack() {
    String payara =
        """
        {"Level":"SEVERE","LoggerName":"a","Throwable":{"Exception":"It failed",\
        "StackTrace":"X: y\\n\\tat a.b(C.java:1)\\nCaused by: Z: no role\\n\\tat d.e(F.java:2)"}}""";
    assertThat(new LogLine(payara).failures())
        .containsExactly("It failed", "Caused by: Z: no role");
    String wildfly =
        """
        {"level":"ERROR","loggerName":"a","message":"It failed",\
        "stackTrace":"X: y\\n\\tat a.b(C.java:1)\\nCaused by: Z: no role"}""";
    assertThat(new LogLine(wildfly).failures())
        .containsExactly("It failed", "Caused by: Z: no role");
    assertThat(new LogLine("Error: Unable to access jarfile x").failures()).hasSize(1);
  }

  @Test
  void other_lines_tell_nothing() {
    assertThat(new LogLine("{\"Level\":\"INFO\",\"LogMessage\":\"SEVERE\"}").failures()).isEmpty();
    assertThat(new LogLine("PostgreSQL init process complete").failures()).isEmpty();
    assertThat(new LogLine("").failures()).isEmpty();
  }
}

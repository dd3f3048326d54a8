package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionedTest {

  @Test
  void a_long_list_of_tags_that_ends_badly_is_refused_and_overflows_nothing() {
    String tags = "\"1\"" + ",\"\"".repeat(5_000) + ",1";
    assertThatThrownBy(() -> Versioned.requireMatch(null, tags, 1)).isInstanceOf(Problem.class);
  }
}

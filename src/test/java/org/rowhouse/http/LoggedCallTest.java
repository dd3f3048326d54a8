package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedCallTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/projects,/api/v1/projects",
    "/a%2Fb;c=d~,/a%2Fb;c=d~",
    "'/a\n\"22/Nov\" b','/a%0A%2222/Nov%22%20b'",
    "'/\u001b[31m\\','/%1B[31m%5C'",
    "/\u00fc\u2028,/%C3%BC%E2%80%A8"
  })
  void nothing_but_visible_ascii_reaches_the_access_log(String given, String logged) {
    assertThat(LoggedCall.visible(given)).isEqualTo(logged);
  }
}

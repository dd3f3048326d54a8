package org.rowhouse.controlplane.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.http.Problem;

class DomainNameTest {

  private static final String BASE = "app.rowhouse.example";

  @ParameterizedTest
  @CsvSource({
    "issues.acme.example,  issues.acme.example",
    "ISSUES.Acme.Example., issues.acme.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "1.a2.example,         1.a2.example",
    "rowhouse.example,     rowhouse.example",
    "myapp.rowhouse.example, myapp.rowhouse.example",
  })
  void a_name_is_compared_as_hosts_are(String given, String name) {
    assertThat(DomainName.of(given, BASE).text()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.rowhouse.example",
        "APP.rowhouse.example.",
        "acme.app.rowhouse.example",
        "example",
        "localhost",
        "10.0.0.1",
        "a.1",
        "a..example",
        ".example.org",
        "a_b.example",
        "a-.example",
        "b\u00fccher.example",
        "a.example/x",
        "a.example:8080",
        "*.a.example",
        "a b.example",
        "",
      })
  void what_is_no_name_or_the_services_own_is_refused(String given) {
    assertThatThrownBy(() -> DomainName.of(given, BASE))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> assertThat(p.errors()).singleElement().extracting("field").isEqualTo("name"));
  }

  @Test
  void a_long_name_is_refused_in_no_time() {
    assertThatThrownBy(() -> DomainName.of("a.".repeat(149) + "!", BASE))
        .isInstanceOf(Problem.class);
    String longest = "a".repeat(59) + ".";
    assertThat(DomainName.of(longest.repeat(4) + "de", BASE).text()).hasSize(242);
    assertThatThrownBy(() -> DomainName.of(longest.repeat(4) + "example", BASE))
        .isInstanceOf(Problem.class);
  }
}

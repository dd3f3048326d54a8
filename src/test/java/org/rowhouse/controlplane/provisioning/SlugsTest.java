package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugsTest {

  @ParameterizedTest
  @CsvSource({
    "Acme Ltd,acme-ltd",
    "'  Müller & Söhne GmbH ',muller-and-sohne-gmbh",
    "Łódź Æther ßtraße,lodz-aether-sstrasse",
    "O'Neill,oneill",
    "ＡＣＭＥ １,acme-1",
    "株式会社,org",
    "X,x-2",
    "Admin,admin-2",
    "---,org"
  })
  void an_organization_gets_a_readable_slug(String organization, String slug) {
    assertThat(Slugs.candidates(organization).get(0)).isEqualTo(slug);
  }

  @Test
  void every_candidate_can_be_a_slug() {
    for (String organization :
        List.of("a", "www", "株式会社", "x".repeat(500), "a b ".repeat(90), "🏠")) {
      assertThat(Slugs.candidates(organization))
          .hasSizeGreaterThan(20)
          .allMatch(Slugs::isWellFormed)
          .noneMatch(Slugs::isReserved);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "-a",
        "a-",
        "a--b",
        "A1",
        "a.b",
        "a_b",
        "ä",
        "a b",
        "a\n",
        "xn--80ak6aa92e",
        "0192f0c1-2b3c-7d4e-8f50-123456789abc",
        "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a",
        "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"
      })
  void what_is_no_host_label_is_no_slug(String text) {
    assertThat(Slugs.isWellFormed(text)).isFalse();
  }
}

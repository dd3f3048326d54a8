package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void what_postgresql_cannot_keep_is_not_storable() {
    assertThat(Texts.storable("")).isTrue();
    assertThat(Texts.storable("a\tb\n\u0001ä€😀")).isTrue();
    assertThat(Texts.storable("a\0")).isFalse();
    assertThat(Texts.storable("\ud83d")).isFalse();
    assertThat(Texts.storable("\ude00\ud83d")).isFalse();
    assertThat(Texts.storable("\ud83dx")).isFalse();
    assertThat(Texts.storable("\ud83d\ud83d\ude00")).isFalse();
  }
}

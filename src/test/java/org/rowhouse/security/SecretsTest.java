package org.rowhouse.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.rowhouse.settings.Settings;

class SecretsTest {

  private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.UTF_8);

  private static Secrets with(int... keys) {
    List<SecretKey> list =
        Arrays.stream(keys)
            .<SecretKey>mapToObj(
                k -> {
                  byte[] bytes = new byte[32];
                  Arrays.fill(bytes, (byte) k);
                  return new SecretKeySpec(bytes, "AES");
                })
            .toList();
    return new Secrets(
        new Settings(null, null, list, null, null, null, Optional.empty(), null, Optional.empty()));
  }

  private static void assertClosed(Secrets secrets, String context, String sealed) {
    assertThatThrownBy(() -> secrets.open(context, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(sealed);
  }

  @Test
  void what_was_sealed_opens_and_cannot_be_read() {
    String sealed = with(1).seal("key 1", SECRET);
    assertThat(with(1).open("key 1", sealed)).isEqualTo(SECRET);
    assertThat(sealed).doesNotContain("private").isNotEqualTo(with(1).seal("key 1", SECRET));
  }

  @Test
  void it_opens_only_for_what_it_was_sealed_for() {
    assertClosed(with(1), "key 2", with(1).seal("key 1", SECRET));
  }

  @Test
  void a_changed_bit_anywhere_is_found() {
    String sealed = with(1).seal("key 1", SECRET);
    for (int i = 0; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      assertClosed(with(1), "key 1", sealed.substring(0, i) + other + sealed.substring(i + 1));
    }
    Stream.of("", "v1", "v1..", sealed.substring(0, 20), sealed + ".x")
        .forEach(
            rubbish ->
                assertThatThrownBy(() -> with(1).open("key 1", rubbish))
                    .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void keys_rotate_the_first_seals_and_all_open() {
    String old = with(1).seal("key 1", SECRET);
    Secrets both = with(2, 1);
    assertThat(both.open("key 1", old)).isEqualTo(SECRET);
    assertThat(with(2).open("key 1", both.seal("key 1", SECRET))).isEqualTo(SECRET);
    assertClosed(with(2), "key 1", old);
  }

  @Test
  void a_fingerprint_tells_same_from_different_to_the_holder_of_the_key_only() {
    assertThat(with(1).fingerprint("retry", "body"))
        .isEqualTo(with(1).fingerprint("retry", "body"));
    assertThat(
            Stream.of(
                with(1).fingerprint("retry", "body"),
                with(1).fingerprint("retry", "bodz"),
                with(1).fingerprint("refresh", "body"),
                with(2).fingerprint("retry", "body")))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_fingerprint_still_matches_after_a_rotation() {
    String made = with(1).fingerprint("refresh", "token");
    assertThat(with(2, 1).matches("refresh", "token", made)).isTrue();
    assertThat(with(2, 1).matches("refresh", "other", made)).isFalse();
    assertThat(with(2, 1).matches("retry", "token", made)).isFalse();
    assertThat(with(2).matches("refresh", "token", made)).isFalse();
  }
}

package org.rowhouse.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;

class PasswordsTest {

  private final Passwords passwords = new Passwords();

  @Test
  void a_password_opens_its_own_hash_only() {
    String hash = passwords.hash("correct horse");
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct horsf", hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
  }

  @Test
  void two_hashes_of_one_password_differ_and_hide_it() {
    String hash = passwords.hash("correct horse");
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    assertThat(hash).startsWith("pbkdf2-sha512$210000$").doesNotContain("horse");
  }

  @Test
  void a_hash_made_with_other_parameters_still_opens() {
    // Python: hashlib.pbkdf2_hmac("sha512", b"password", b"salt", 1, 32)
    String hash = "pbkdf2-sha512$1$c2FsdA$hn9wzxreAs/zdSWZo6U9xK80x6ZpgVrl1RNVThyM8lI";
    assertThat(passwords.verify("password", hash)).isTrue();
  }

  @Test
  void an_umlaut_is_one_letter_however_it_was_typed() {
    assertThat(passwords.verify("Mu\u0308llerin 12", passwords.hash("M\u00fcllerin 12"))).isTrue();
  }

  @Test
  void nobody_gets_in_whatever_the_password() {
    assertThat(passwords.verifyNobody("correct horse")).isFalse();
  }

  @Test
  void a_huge_password_costs_nothing() {
    String huge = "\u00fc".repeat(600);
    assertThatThrownBy(() -> passwords.hash(huge))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    String start = "pbkdf2-sha512$1$c2FsdA$";
    assertThat(
            passwords.verify(
                "x".repeat(1024), start + "Ztomjbdk8j8PNMAcyN0RYM0Pr7HHC/NijbXtpYwij70"))
        .isTrue();
    assertThat(
            passwords.verify(
                "x".repeat(1025), start + "OqRB0eAHv3QAaH3NJ/7+YdEp7/zS6vbVPH/HSedixSc"))
        .isFalse();
    assertThat(passwords.verifyNobody(huge)).isFalse();
  }

  @Test
  void a_hash_of_another_format_is_a_fault_and_not_a_wrong_password() {
    assertThatThrownBy(() -> passwords.verify("x", "plain"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("plain");
  }
}

package org.rowhouse.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  @Test
  void the_least_environment_gets_safe_defaults() {
    Settings settings = ExampleSettings.with();
    assertThat(settings.lifecycle().signUp()).isEqualTo(Settings.SignUp.OPERATORS);
    assertThat(settings.web().tenantHeader()).isFalse();
    assertThat(settings.web().trustedProxies()).isEmpty();
    assertThat(settings.redis()).isEmpty();
    assertThat(settings.firstOperator()).isEmpty();
    assertThat(settings.externalIssuers()).isEmpty();
    assertThat(settings.tokens().issuer()).isEqualTo("https://rowhouse.example");
    assertThat(settings.tokens().accessLifetime()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void an_empty_environment_is_refused_with_every_missing_name_at_once() {
    InvalidSettings refused =
        catchThrowableOfType(InvalidSettings.class, () -> ExampleSettings.read(Map.of()));
    assertThat(refused.faults())
        .containsExactlyInAnyOrderElementsOf(
            ExampleSettings.least().keySet().stream().map(n -> n + " is not set").toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DB_URL              | jdbc:mysql://db/rowhouse       | must be a JDBC URL",
        "RUNTIME_USER        | x; drop role                   | must be a plain role name",
        "RUNTIME_PASSWORD    | short                          | must have at least 16 characters",
        "DB_CONNECTIONS      | 0                              | must be a number from 1 to 500",
        "DB_CONNECTIONS      | many                           | must be a number from 1 to 500",
        "REDIS_URL           | http://redis                   | must be a redis:// or rediss://"
            + " URL",
        "SECRET_KEY          | c2hvcnQ=                       | must be 32 bytes in base64",
        "SECRET_KEY          | ***                            | cannot be read",
        "SECRET_KEY          | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | is not random",
        "BASE_DOMAIN         | https://x                      | must be a host name",
        "TENANT_HEADER       | yes                            | must be on or off",
        "BODY_LIMIT          | 1                              | must be a number from 1024",
        "ACCESS_TOKEN_LIFETIME | P1D                          | must be a duration from PT10S to"
            + " PT1H",
        "ACCESS_TOKEN_LIFETIME | 10 minutes                   | cannot be read",
        "SIGN_UP             | everybody                      | must be open or operators",
        "SIGN_UPS_PER_HOUR   | 0                              | must be a number from 1 to 1000000",
        "SIGN_INS_PER_ADDRESS | none                          | must be a number from 1 to 1000000",
        "STRANGERS_PER_ADDRESS | 0                            | must be a number from 1 to 1000000",
        "SPARE_DATABASES     | many                           | must be a number from 0 to 100",
        "DELETION_GRACE      | P9999D                         | must be a duration from PT0S to"
            + " P3650D",
        "ISSUERS             | {}                             | must be a JSON array",
        "ISSUERS             | [{\"issuer\": \"https://i\"}]    | must give issuer, jwks, audience"
            + " and tenants",
        "ISSUERS             | [{\"surprise\": 1}]            | must be a JSON array",
        "DNS_SERVERS         | dns://10.0.0.1                 | must be a list of addresses",
        "MIGRATION           | later                          | must be before, fleet or beside",
        "LEAVE_FILE          | leave                          | must be an absolute path",
        "OPERATOR_EMAIL      | nobody                         | must be an e-mail address",
      })
  void nonsense_is_named_and_never_repaired(String name, String value, String fault) {
    assertThatThrownBy(() -> ExampleSettings.with(name, value))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("ROWHOUSE_" + name + " " + fault);
  }

  @Test
  void an_operator_without_password_is_refused() {
    assertThatThrownBy(() -> ExampleSettings.with("OPERATOR_EMAIL", "a@b.example"))
        .hasMessageContaining("go together");
  }

  @Test
  void no_secret_stands_in_a_message_or_in_a_text() {
    String secret = "hunter2-hunter2";
    Map<String, String> environment = ExampleSettings.least();
    environment.put("ROWHOUSE_RUNTIME_PASSWORD", secret);
    environment.put("ROWHOUSE_SECRET_KEY", secret);
    environment.put("ROWHOUSE_OPERATOR_EMAIL", "operator@rowhouse.example");
    environment.put("ROWHOUSE_OPERATOR_PASSWORD", "hunter2");
    assertThatThrownBy(() -> ExampleSettings.read(environment))
        .hasMessageContaining("ROWHOUSE_RUNTIME_PASSWORD")
        .hasMessageContaining("ROWHOUSE_SECRET_KEY")
        .hasMessageContaining("ROWHOUSE_OPERATOR_PASSWORD")
        .hasMessageNotContaining("hunter2");
    Settings settings =
        ExampleSettings.with(
            "OPERATOR_EMAIL", "operator@rowhouse.example", "OPERATOR_PASSWORD", "hunter2-hunter2");
    assertThat(settings + "" + settings.database() + settings.firstOperator())
        .doesNotContain("hunter2", "the-owners-password", "the-runtime-password");
  }

  @Test
  void an_issuer_is_bound_to_the_tenants_it_may_speak_for() {
    Settings settings =
        ExampleSettings.with(
            "ISSUERS",
            """
            [{"issuer": "https://id.example", "jwks": "https://id.example/keys",
              "audience": "rowhouse", "tenants": ["*"]}]
            """);
    assertThat(settings.externalIssuers())
        .containsExactly(
            new Settings.ExternalIssuer(
                "https://id.example",
                URI.create("https://id.example/keys"),
                "rowhouse",
                Set.of("*")));
  }

  @Test
  void keys_can_be_rotated() {
    assertThat(ExampleSettings.withRotatedKeys().secretKeys()).hasSize(2);
  }

  @Test
  void the_readme_tells_every_setting_and_no_other() throws IOException {
    Set<String> asked = new TreeSet<>();
    new SettingsReader(
            name -> {
              asked.add(name);
              return Optional.ofNullable(ExampleSettings.least().get(name));
            })
        .read();
    Pattern row = Pattern.compile("^\\| `(ROWHOUSE_[A-Z_]+)`.*");
    Set<String> told =
        Arrays.stream(Files.readString(Path.of("README.md")).split("\n"))
            .map(row::matcher)
            .filter(m -> m.matches())
            .map(m -> m.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).isEqualTo(asked);
  }
}

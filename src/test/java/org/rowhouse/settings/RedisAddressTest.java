package org.rowhouse.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.settings.RedisAddress.Kind;
import org.rowhouse.settings.RedisAddress.Server;

class RedisAddressTest {

  @TempDir private static Path directory;
  private static Path authority;

  @BeforeAll
  static void vouch() throws Exception {
    authority = directory.resolve("ca.pem");
    PrivateAuthority.make(directory, "localhost").writeAuthority(authority);
  }

  private static RedisAddress address(String url) {
    return ExampleSettings.with("REDIS_URL", url).redis().orElseThrow();
  }

  @Test
  void one_server_needs_no_more_than_its_host() {
    RedisAddress address = address("redis://cache.example");
    assertThat(address.kind()).isEqualTo(Kind.SINGLE);
    assertThat(address.encrypted()).isFalse();
    assertThat(address.servers()).containsExactly(new Server("cache.example", 6379));
    assertThat(address.user()).isEmpty();
    assertThat(address.password()).isEmpty();
    assertThat(address.database()).isZero();
    assertThat(address("redis://cache.example/").database()).isZero();
  }

  @Test
  void user_password_and_database_are_told_apart() {
    RedisAddress address = address("rediss://rowhouse:p%40ss%3A%2F+w@[::1]:7000/3");
    assertThat(address.encrypted()).isTrue();
    assertThat(address.user()).contains("rowhouse");
    assertThat(address.password()).contains("p@ss:/+w");
    assertThat(address.servers()).containsExactly(new Server("::1", 7000));
    assertThat(address.database()).isEqualTo(3);
    assertThat(address("redis://:only@h").user()).isEmpty();
    assertThat(address("redis://:only@h").password()).contains("only");
  }

  @Test
  void sentinels_know_the_master_by_a_name() {
    RedisAddress address = address("redis-sentinel://u:p@s1,s2:27000/main/2");
    assertThat(address.kind()).isEqualTo(Kind.SENTINEL);
    assertThat(address.servers()).containsExactly(new Server("s1", 26379), new Server("s2", 27000));
    assertThat(address.master()).isEqualTo("main");
    assertThat(address.database()).isEqualTo(2);
  }

  @Test
  void a_cluster_is_known_by_some_of_its_nodes() {
    RedisAddress address = address("rediss-cluster://:p@n1,n2:7001");
    assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(address.encrypted()).isTrue();
    assertThat(address.servers()).containsExactly(new Server("n1", 6379), new Server("n2", 7001));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h                         | must be a redis:// or rediss:// URL",
        "redis:h                          | must be a redis:// or rediss:// URL",
        "redis://                         | must be a redis:// or rediss:// URL",
        "redis://:hunter2@                | must be a redis:// or rediss:// URL",
        "redis://:hunter2@h?ssl=true      | must be a redis:// or rediss:// URL",
        "redis://:hunter2@h#1             | must be a redis:// or rediss:// URL",
        "redis://:hunter2/x@h             | must",
        "redis://hunter2@h                | must say who asks as user:password@ or :password@",
        "redis://u:hunter2:x@h:y@z        | must",
        "redis://u:@h                     | must say who asks as user:password@ or :password@",
        "redis://:hunter2%zz@h            | must write % as %25",
        "redis://:hunter2@h:0             | must name ports from 1 to 65535",
        "redis://:hunter2@h:65536         | must name ports from 1 to 65535",
        "redis://:hunter2@h:redis         | must name each server as host or host:port",
        "redis://:hunter2@h,              | must name each server as host or host:port",
        "redis://:hunter2@a b             | must name each server as host or host:port",
        "redis://:hunter2@a,b             | must name one server",
        "redis://:hunter2@h/main          | must name the database by its number",
        "redis://:hunter2@h/1/2           | must name the database by its number",
        "redis-sentinel://:hunter2@h      | must name the master after the sentinels",
        "redis-sentinel://:hunter2@h/     | must name the master after the sentinels",
        "redis-sentinel://:hunter2@h/m/x  | must name the database by its number",
        "redis-cluster://:hunter2@h/1     | must name no database",
        "redis-pool://:hunter2@h          | must be a redis:// or rediss:// URL",
      })
  void nonsense_is_refused_in_words_that_keep_the_password(String url, String fault) {
    assertThatThrownBy(() -> address(url))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("ROWHOUSE_REDIS_URL " + fault)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void its_text_keeps_the_password() {
    assertThat(address("redis://u:hunter2@h").toString()).contains("h").doesNotContain("hunter2");
    assertThat(ExampleSettings.with("REDIS_URL", "redis://u:hunter2@h").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void a_private_authority_is_read_at_the_start() {
    RedisAddress address =
        ExampleSettings.with("REDIS_URL", "rediss://h", "REDIS_CA", authority.toString())
            .redis()
            .orElseThrow();
    assertThat(address.authorities()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.pem", "empty.pem", "text.pem", "."})
  void a_file_without_certificates_is_refused(String name) throws IOException {
    Files.writeString(directory.resolve("empty.pem"), "");
    Files.writeString(directory.resolve("text.pem"), "hello");
    String file = directory.resolve(name).toString();
    assertThatThrownBy(() -> ExampleSettings.with("REDIS_URL", "rediss://h", "REDIS_CA", file))
        .hasMessageContaining("ROWHOUSE_REDIS_CA must be the path of a readable file");
  }

  @Test
  void an_authority_without_encryption_is_refused() {
    assertThatThrownBy(
            () -> ExampleSettings.with("REDIS_URL", "redis://h", "REDIS_CA", authority.toString()))
        .hasMessageContaining("ROWHOUSE_REDIS_CA goes with a rediss:// URL");
    assertThat(ExampleSettings.with().redis()).isEqualTo(Optional.empty());
  }
}

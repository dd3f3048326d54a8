package org.rowhouse.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.rowhouse.settings.Settings.Database;
import org.rowhouse.settings.Settings.ExternalIssuer;
import org.rowhouse.settings.Settings.FirstOperator;
import org.rowhouse.settings.Settings.Lifecycle;
import org.rowhouse.settings.Settings.Migration;
import org.rowhouse.settings.Settings.SignUp;
import org.rowhouse.settings.Settings.Tokens;
import org.rowhouse.settings.Settings.Web;

/** Reads every {@code ROWHOUSE_*} name, collects all faults, and fails with the whole list. */
public class SettingsReader {

  private static final String HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> WEAK =
      Set.of("password", "changeme", "secret", "admin", "rowhouse");

  private final Function<String, Optional<String>> source;
  private final List<String> faults = new ArrayList<>();

  /** Reads from {@code source}, which answers empty for a name that is not set. */
  public SettingsReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * Reads and validates.
   *
   * @throws InvalidSettings naming every fault
   */
  public Settings read() {
    String base =
        value("BASE_DOMAIN", null, s -> matching(s.toLowerCase(Locale.ROOT), HOST, "a host name"));
    int connections = value("DB_CONNECTIONS", "16", s -> (int) number(s, 1, 500));
    Settings settings =
        new Settings(
            new Database(
                value("DB_URL", null, s -> matching(s, "jdbc:postgresql://.+/.+", "a JDBC URL")),
                text("DB_USER", null),
                text("DB_PASSWORD", null),
                value(
                    "RUNTIME_USER",
                    "rowhouse_runtime",
                    s -> matching(s, "[a-z_][a-z0-9_]{0,62}", "a plain role name")),
                value("RUNTIME_PASSWORD", null, s -> strong(s, 16)),
                connections,
                value(
                    "DB_TENANT_CONNECTIONS",
                    Integer.toString((connections + 1) / 2),
                    s -> (int) number(s, 1, connections))),
            redis(),
            value("SECRET_KEY", null, SettingsReader::keys),
            new Web(
                base,
                value("TENANT_HEADER", "off", SettingsReader::onOrOff),
                value("TRUSTED_PROXIES", "", SettingsReader::words),
                value("BODY_LIMIT", "1048576", s -> number(s, 1024, 64 << 20)),
                value("DNS_SERVERS", "", SettingsReader::nameServers),
                value("STRANGERS_PER_ADDRESS", "50", s -> (int) number(s, 1, 1_000_000)),
                value("SIGN_INS_PER_ADDRESS", "60", s -> (int) number(s, 1, 1_000_000))),
            new Tokens(
                text("ISSUER", "https://" + base),
                value("ACCESS_TOKEN_LIFETIME", "PT10M", s -> duration(s, "PT10S", "PT1H")),
                value("REFRESH_TOKEN_LIFETIME", "P30D", s -> duration(s, "PT1M", "P365D")),
                value("KEY_ROTATION", "P30D", s -> duration(s, "PT1M", "P365D"))),
            value("ISSUERS", "[]", SettingsReader::issuers),
            firstOperator(),
            lifecycle(),
            optional("LEAVE_FILE", SettingsReader::absolute));
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
    return settings;
  }

  private Lifecycle lifecycle() {
    return new Lifecycle(
        value(
            "SIGN_UP",
            "operators",
            s ->
                SignUp.valueOf(
                    matching(s, "open|operators", "open or operators").toUpperCase(Locale.ROOT))),
        value("SIGN_UPS_PER_ADDRESS", "10", s -> (int) number(s, 1, 1_000_000)),
        value("SIGN_UPS_PER_HOUR", "200", s -> (int) number(s, 1, 1_000_000)),
        value("SPARE_SCHEMAS", "2", s -> (int) number(s, 0, 1_000)),
        value("SPARE_DATABASES", "1", s -> (int) number(s, 0, 100)),
        value("DELETION_GRACE", "P30D", s -> duration(s, "PT0S", "P3650D")),
        value("FORMER_SLUG_TIME", "P30D", s -> duration(s, "PT0S", "P3650D")),
        value(
            "MIGRATION",
            "before",
            s ->
                Migration.valueOf(
                    matching(s, "before|fleet|beside", "before, fleet or beside")
                        .toUpperCase(Locale.ROOT))));
  }

  private Optional<FirstOperator> firstOperator() {
    Optional<String> email =
        optional("OPERATOR_EMAIL", s -> matching(s, "[^@\\s]+@[^@\\s]+", "an e-mail address"));
    Optional<String> password = optional("OPERATOR_PASSWORD", s -> strong(s, 12));
    if (email.isPresent() != password.isPresent() && faults.isEmpty()) {
      faults.add("ROWHOUSE_OPERATOR_EMAIL and ROWHOUSE_OPERATOR_PASSWORD go together");
    }
    return email.isPresent() && password.isPresent()
        ? Optional.of(new FirstOperator(email.get().toLowerCase(Locale.ROOT), password.get()))
        : Optional.empty();
  }

  private String text(String name, String fallback) {
    return value(name, fallback, s -> s);
  }

  private <T> Optional<T> optional(String name, Function<String, T> parse) {
    return raw(name).map(s -> parsed(name, s, parse));
  }

  private <T> T value(String name, String fallback, Function<String, T> parse) {
    String raw = raw(name).orElse(fallback);
    if (raw == null) {
      faults.add("ROWHOUSE_" + name + " is not set");
      return null;
    }
    T value = parsed(name, raw, parse);
    // after a fault any valid value will do: nobody gets these settings
    return value == null && fallback != null ? parse.apply(fallback) : value;
  }

  private Optional<String> raw(String name) {
    return source.apply("ROWHOUSE_" + name).map(String::strip).filter(s -> !s.isEmpty());
  }

  private <T> T parsed(String name, String raw, Function<String, T> parse) {
    try {
      return parse.apply(raw);
    } catch (RuntimeException e) {
      // never the value: it may be a secret
      String must =
          e instanceof Fault
              ? e.getMessage()
              : "cannot be read (" + e.getClass().getSimpleName() + ")";
      faults.add("ROWHOUSE_" + name + " " + must);
      return null;
    }
  }

  private static String matching(String s, String pattern, String what) {
    if (!s.matches(pattern)) {
      throw new Fault("must be " + what);
    }
    return s;
  }

  private static String strong(String s, int length) {
    if (s.length() < length || WEAK.contains(s.toLowerCase(Locale.ROOT))) {
      throw new Fault("must have at least " + length + " characters and not be a default");
    }
    return s;
  }

  private static long number(String s, long min, long max) {
    long n = s.matches("\\d{1,12}") ? Long.parseLong(s) : -1;
    if (n < min || n > max) {
      throw new Fault("must be a number from " + min + " to " + max);
    }
    return n;
  }

  private static Duration duration(String s, String min, String max) {
    Duration d = Duration.parse(s);
    if (d.compareTo(Duration.parse(min)) < 0 || d.compareTo(Duration.parse(max)) > 0) {
      throw new Fault("must be a duration from " + min + " to " + max);
    }
    return d;
  }

  private static boolean onOrOff(String s) {
    return matching(s, "on|off", "on or off").equals("on");
  }

  private static Path absolute(String s) {
    Path path = Path.of(s);
    if (!path.isAbsolute()) {
      throw new Fault("must be an absolute path");
    }
    return path;
  }

  private static Set<String> words(String s) {
    return Arrays.stream(s.split("[,\\s]+"))
        .filter(w -> !w.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> nameServers(String s) {
    return words(s).stream()
        .map(
            server ->
                matching(
                    server,
                    "([\\w.-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?",
                    "a list of addresses, each with or without a port"))
        .sorted()
        .toList();
  }

  private Optional<RedisAddress> redis() {
    Optional<RedisAddress> url = optional("REDIS_URL", RedisAddress::parse);
    Optional<List<X509Certificate>> authorities =
        optional("REDIS_CA", file -> RedisAddress.certificates(absolute(file)));
    if (authorities.isPresent()
        && faults.isEmpty()
        && url.filter(RedisAddress::encrypted).isEmpty()) {
      faults.add("ROWHOUSE_REDIS_CA goes with a rediss:// URL in ROWHOUSE_REDIS_URL");
    }
    return url.map(u -> u.trusting(authorities.orElse(List.of())));
  }

  private static List<SecretKey> keys(String s) {
    List<SecretKey> keys = new ArrayList<>();
    for (String one : s.split("[,\\s]+")) {
      byte[] bytes = Base64.getDecoder().decode(one);
      if (bytes.length != 32) {
        throw new Fault("must be 32 bytes in base64, or a list of such keys");
      }
      if (bytes[0] == bytes[1]
          && new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                  .chars()
                  .distinct()
                  .count()
              < 8) {
        throw new Fault("is not random");
      }
      keys.add(new SecretKeySpec(bytes, "AES"));
    }
    return List.copyOf(keys);
  }

  private static List<ExternalIssuer> issuers(String s) {
    try {
      return Arrays.stream(JSON.readValue(s, GivenIssuer[].class))
          .map(GivenIssuer::checked)
          .toList();
    } catch (JsonProcessingException e) {
      throw new Fault("must be a JSON array of objects with issuer, jwks, audience and tenants");
    }
  }

  private record GivenIssuer(String issuer, String jwks, String audience, Set<String> tenants) {
    ExternalIssuer checked() {
      if (issuer == null || jwks == null || audience == null || tenants == null) {
        throw new Fault("must give issuer, jwks, audience and tenants of each issuer");
      }
      return new ExternalIssuer(
          issuer,
          URI.create(matching(jwks, "https?://.+", "given with an http(s) jwks")),
          audience,
          Set.copyOf(tenants));
    }
  }

  static class Fault extends RuntimeException {
    Fault(String must) {
      super(must);
    }
  }
}

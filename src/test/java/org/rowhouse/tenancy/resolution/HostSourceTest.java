package org.rowhouse.tenancy.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.UnknownTenant;

class HostSourceTest {

  private static final HostSource SOURCE =
      new HostSource(ExampleSettings.with("TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2"));

  private static Optional<TenantKey> key(String host, String forwarded, String peer) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Host", host);
    headers.put("X-Forwarded-Host", forwarded);
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) ->
                    method.getName().equals("getHeader") ? headers.get(arguments[0]) : peer);
    return SOURCE.read(request);
  }

  private static Optional<String> slug(String host, String forwarded, String peer) {
    return key(host, forwarded, peer).map(TenantKey::slug);
  }

  private static Optional<String> slug(String host) {
    return slug(host, null, "192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "acme.rowhouse.example,       acme",
    "acme.rowhouse.example:8443,  acme",
    "ACME.RowHouse.Example,       acme",
    "acme.rowhouse.example.,      acme",
    "acme.rowhouse.example.:80,   acme",
  })
  void the_first_label_names_the_tenant(String host, String slug) {
    assertThat(slug(host)).contains(slug);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rowhouse.example", "rowhouse.example:8080", "127.0.0.1:8080", "[::1]:8080", ""})
  void the_bare_base_and_plain_addresses_name_nobody(String host) {
    assertThat(slug(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issues.acme.example",
        "ISSUES.Acme.example.:8443",
        "rowhouse.example.evil.example",
        "acmerowhouse.example",
        "acme.rowhouse.example.evil",
        "acme@rowhouse.example",
        "localhost",
      })
  void every_other_host_is_the_domain_of_who_has_proved_it(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.?(:\\d+)?$", "");
    assertThat(key(host, null, "192.0.2.1")).contains(TenantKey.ofDomain(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.rowhouse.example", ".rowhouse.example.rowhouse.example"})
  void below_a_slug_there_is_nothing(String host) {
    assertThatThrownBy(() -> slug(host)).isInstanceOf(UnknownTenant.class);
  }

  @Test
  void a_request_without_host_names_nobody() {
    assertThat(slug(null)).isEmpty();
  }

  @Test
  void a_forwarded_host_counts_only_from_a_trusted_proxy() {
    String host = "acme.rowhouse.example";
    String forwarded = "globex.rowhouse.example";
    assertThat(slug(host, forwarded, "192.0.2.1")).contains("acme");
    assertThat(slug(host, forwarded, "10.0.0.1")).contains("globex");
    assertThat(slug(host, forwarded + ", proxy.example", "10.0.0.2")).contains("globex");
  }
}

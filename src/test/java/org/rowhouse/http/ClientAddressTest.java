package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 20:01:0d:b8:00:01:00:02",
    "2001:db8:1:2::1, 20:01:0d:b8:00:01:00:02",
    "::ffff:192.0.2.7, 192.0.2.7",
    "unknown, unknown",
    "abcdef, abcdef",
    "999.1.1.1, 999.1.1.1",
  })
  void of_an_ipv6_address_the_network_counts(String address, String counted) {
    assertThat(ClientAddress.network(address)).isEqualTo(counted);
  }

  @ParameterizedTest
  @CsvSource({
    // peer, lines of the header, counted
    "10.0.0.1,  '',                                 10.0.0.1",
    "10.0.0.1,  192.0.2.7,                          192.0.2.7",
    "10.0.0.1,  '198.51.100.1, 192.0.2.7',          192.0.2.7",
    "10.0.0.1,  198.51.100.1|192.0.2.7,             192.0.2.7",
    "10.0.0.1,  '198.51.100.1|192.0.2.7, 10.0.0.2', 192.0.2.7",
    "10.0.0.1,  192.0.2.7:51234,                    192.0.2.7",
    "10.0.0.1,  [2001:db8:1:2::1]:51234,            20:01:0d:b8:00:01:00:02",
    "192.0.2.9, 198.51.100.1,                       192.0.2.9",
  })
  void the_address_is_what_the_nearest_trusted_proxy_tells_and_nothing_before_it(
      String peer, String lines, String counted) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getRemoteAddr" -> peer;
                      case "getHeader" -> lines.split("\\|")[0];
                      default -> Collections.enumeration(List.of(lines.split("\\|")));
                    });
    assertThat(ClientAddress.of(request, Set.of("10.0.0.1", "10.0.0.2"))).isEqualTo(counted);
  }

  @Test
  void what_a_proxy_passes_on_is_bounded_and_never_looked_up() {
    assertThat(ClientAddress.network("x".repeat(1000))).hasSize(45);
    assertThat(ClientAddress.network("1:2:3")).isEqualTo("1:2:3");
  }
}

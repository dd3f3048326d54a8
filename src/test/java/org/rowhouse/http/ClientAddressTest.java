package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void what_a_proxy_passes_on_is_bounded_and_never_looked_up() {
    assertThat(ClientAddress.network("x".repeat(1000))).hasSize(45);
    assertThat(ClientAddress.network("1:2:3")).isEqualTo("1:2:3");
  }
}

package org.rowhouse.controlplane.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.domain.TxtRecords.Unanswered;
import org.rowhouse.dev.NameServer;

/** What a DNS server says, and what it does not. */
class TxtRecordsTest {

  private static final String NAME = "_rowhouse.issues.acme.example";

  private NameServer server;

  @BeforeEach
  void start() throws IOException {
    server = NameServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TxtRecords dns() {
    return new TxtRecords(List.of(server.address()));
  }

  @Test
  void all_texts_of_a_name_are_read_each_time_anew() throws Exception {
    server.put(NAME, "rowhouse-verification=abc_-9", "v=spf1 include:mail.example -all");
    assertThat(dns().at(NAME))
        .containsExactlyInAnyOrder(
            "rowhouse-verification=abc_-9", "v=spf1 include:mail.example -all");
    server.put(NAME, "another");
    assertThat(dns().at(NAME)).containsExactly("another");
  }

  @Test
  void a_name_that_does_not_exist_and_one_without_texts_have_none() throws Exception {
    assertThat(dns().at(NAME)).isEmpty();
    server.put(NAME);
    assertThat(dns().at(NAME)).isEmpty();
  }

  @Test
  void a_failure_and_silence_are_no_answer() throws Exception {
    server.put(NAME, "there");
    server.fail(true);
    assertThatThrownBy(() -> dns().at(NAME))
        .isInstanceOfSatisfying(
            Unanswered.class,
            e -> assertThat(e.why()).as("for the log").isNotEmpty().doesNotContain("acme"));
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      TxtRecords dns = new TxtRecords(List.of("127.0.0.1:" + silent.getLocalPort()));
      assertThatThrownBy(() -> dns.at(NAME)).isInstanceOf(Unanswered.class);
    }
  }
}

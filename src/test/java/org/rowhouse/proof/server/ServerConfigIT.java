package org.rowhouse.proof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** The server is closed but for the application, tells no name and bounds what it takes. */
class ServerConfigIT {

  private static final String NAMES =
      "(?is).*(payara|glassfish|grizzly|wildfly|jboss|undertow|tomcat|servlet|<html|\tat ).*";
  private static final int MEGABYTE = 1 << 20;

  private final Product product = Product.shared();
  private final Node node = product.running().node();

  @Test
  void it_listens_on_loopback_and_nowhere_else() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux tells");
    List<Listeners.Listener> all = Listeners.of(node.pid()).all();
    assertThat(all).extracting(Listeners.Listener::port).contains(node.port());
    assertThat(all).allMatch(Listeners.Listener::isLoopback);
    int management = 1;
    assertThat(all)
        .filteredOn(l -> l.port() != node.port() && l.port() != product.running().faultPort())
        .hasSizeLessThanOrEqualTo(management);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../../x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /WEB-INF/web.xml HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "G<T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/7.8\r\nHost: a\r\n\r\n",
        "POST /api/v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /api/v1/tokens HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void no_answer_tells_what_runs_here(String request) throws IOException {
    String answer;
    try (Wire wire = product.wire()) {
      answer =
          wire.sendOrBeCutOff(request.getBytes(StandardCharsets.ISO_8859_1))
              .map(got -> got.head() + got.text())
              .orElse("");
    }
    assertThat(answer).doesNotMatch(NAMES);
    assertThat(answer.toLowerCase(Locale.ROOT))
        .doesNotContain("\nserver:")
        .doesNotContain("\nx-powered-by:");
  }

  @Test
  void a_header_has_a_bound() throws IOException {
    assertThat(statusWith("X-Fits: " + "a".repeat(8_000))).isEqualTo(200);
    assertThat(statusWith("X-Long: " + "a".repeat(40_000))).isBetween(400, 499);
    String many =
        String.join("\r\n", IntStream.range(0, 300).mapToObj(i -> "X-Many-" + i + ": a").toList());
    assertThat(statusWith(many)).isBetween(400, 499);
  }

  /** 499 when the server hangs up. */
  private int statusWith(String headers) throws IOException {
    String request =
        "GET /control/v1/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n\r\n";
    try (Wire wire = product.wire()) {
      return wire.sendOrBeCutOff(request.getBytes(StandardCharsets.US_ASCII))
          .map(Answer::status)
          .orElse(499);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_body_is_refused_and_not_read_for_ever() throws IOException {
    int announced = 256;
    String head =
        "POST /api/v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + (long) announced * MEGABYTE
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(megabytesTaken(socket, announced)).isLessThan(announced / 2);
    }
  }

  /** Until the server hangs up. */
  private static int megabytesTaken(Socket socket, int most) throws IOException {
    byte[] some = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
    for (int sent = 0; sent < most; sent++) {
      try {
        socket.getOutputStream().write(some);
      } catch (SocketException e) {
        return sent;
      }
    }
    return most;
  }

  @Test
  void the_application_works_on_few_threads_of_the_server() throws Exception {
    try (Wire wire = product.wire()) {
      Operator operator = product.operator(wire);
      for (int i = 0; i < 6; i++) {
        Account.expect(201, wire.send(operator.signUp(Product.freshSlug(), "SHARED")));
      }
    }
    List<String> threads = threads();
    assertThat(threads)
        .filteredOn(name -> name.matches("concurrent/rowhouse-managed.*|EE-ManagedExecutor.*"))
        .hasSizeBetween(1, 16);
    assertThat(threads)
        .filteredOn(name -> name.matches("concurrent/rowhouse-schedule.*|EE-ManagedScheduled.*"))
        .hasSizeBetween(1, 8);
  }

  private List<String> threads() throws Exception {
    return node.jcmd("Thread.print")
        .lines()
        .filter(line -> line.startsWith("\""))
        .map(line -> line.substring(1, line.indexOf('"', 1)))
        .toList();
  }
}

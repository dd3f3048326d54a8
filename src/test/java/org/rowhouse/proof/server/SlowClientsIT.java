package org.rowhouse.proof.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.Product;

/** Whoever stops in the middle of a request keeps neither a thread nor a connection. */
class SlowClientsIT {

  private static final Duration LONGEST = Duration.ofSeconds(120);
  private static final String POST =
      "POST /api/v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";

  private final int port = Product.shared().running().node().port();

  @Test
  void a_request_that_stops_is_ended() {
    List<CompletableFuture<String>> ends =
        List.of(
            ended(""),
            ended("GET / HTT"),
            ended("GET / HTTP/1.1\r\nHost: 127."),
            ended(POST + "Content-Length: 100\r\n\r\n{\"email\""),
            ended(POST + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"em"));
    List<String> answers = ends.stream().map(CompletableFuture::join).toList();
    assertThat(answers).noneMatch(answer -> answer.startsWith("HTTP/1.1 5"));
  }

  /** What came until the server closed the connection. */
  private CompletableFuture<String> ended(String begun) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LONGEST.toMillis());
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            return untilEnd(socket);
          } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after " + LONGEST + ": " + begun, e);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "slow client").start());
  }

  private static String untilEnd(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return ""; // reset is an end too
    }
  }
}

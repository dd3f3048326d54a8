package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.settings.ExampleSettings;

/** Answers that no Redis gives. */
@Timeout(30)
class LyingRedisTest {

  private final AtomicInteger connections = new AtomicInteger();
  private volatile byte[] answer = {};
  private ServerSocket listening;
  private Redis redis;

  @BeforeEach
  void lie() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            Socket client = listening.accept();
            connections.incrementAndGet();
            daemon(() -> answer(client));
          }
        });
    redis = new Redis(ExampleSettings.with("REDIS_URL", "redis://127.0.0.1:" + port()));
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
    listening.close();
  }

  private int port() {
    return listening.getLocalPort();
  }

  private void answer(Socket client) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (client.getInputStream().read(buffer) > 0) {
      client.getOutputStream().write(answer);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has ended
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*1\r\n$3\r\nabcd\r\n",
        "*1\r\n$5\r\nabc\r\n",
        "*1\r\n$-7\r\n",
        "*1\r\n$3x\r\nabc\r\n",
        "*1\r\n$99999999999999999999\r\nabc\r\n",
        "*1\r\n:12\r\n",
        "*-5\r\n",
        "*2\r\n$1\r\na\r\n$1\r\nb\r\n",
        "*0\r\n",
        "*1\r\n*1\r\n$1\r\na\r\n",
        "+OK\r\n",
        "$1\r\na\r\n",
        "-MOVED nowhere\r\n",
        "-MOVED 70000 h:1\r\n",
        "-MOVED 1 h\r\n",
        "%1\r\n$1\r\na\r\n$1\r\nb\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "\r\n",
        "\0\0\0\0",
      })
  void an_answer_that_makes_no_sense_is_no_answer(String lie) {
    answer = lie.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> redis.read(List.of("t:{a}:1"))).isInstanceOf(Unreachable.class);
  }

  @Test
  void more_than_was_asked_for_ends_the_connection() {
    answer = "*1\r\n$1\r\na\r\n*1\r\n$1\r\nb\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 5; i++) {
      assertThat(redis.read(List.of("t:{a}:1")).get(0)).containsExactly('a');
    }
    assertThat(connections).hasValue(5);
  }

  @Test
  void lists_within_lists_end_somewhere() {
    answer = "*1\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> redis.read(List.of("t:{a}:1")))
        .isInstanceOf(Unreachable.class)
        .satisfies(e -> assertThat(e.getCause()).isNotInstanceOf(Error.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*1\r\n$300000000\r\nabc", "*300000000\r\n$1\r\na\r\n"})
  void no_memory_is_taken_on_the_word_of_a_length(String lie) {
    answer = lie.getBytes(StandardCharsets.US_ASCII);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThatThrownBy(() -> redis.read(List.of("t:{a}:1"))).isInstanceOf(Unreachable.class);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(after - before).isLessThan(20_000_000);
  }
}

package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code server-config/leave.sh} and {@code serve.sh}, with a program in the node's place. */
class LeaveScriptsTest {

  /** Ends with 7 when it is told to. */
  private static final String SERVER = "trap 'exit 7' TERM; while :; do sleep 0.05; done";

  @TempDir Path directory;

  private final List<Boolean> asked = new ArrayList<>();
  private Path leave;
  private HttpServer node;

  /** Has left when it was asked for the second time. */
  @BeforeEach
  void start() throws IOException {
    leave = directory.resolve("leave");
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/left",
        exchange -> {
          asked.add(Files.exists(leave));
          exchange.sendResponseHeaders(asked.size() < 2 ? 503 : 200, -1);
          exchange.close();
        });
    node.start();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  @Test
  void a_process_is_ended_when_the_node_has_left() throws Exception {
    Process server = new ProcessBuilder("sh", "-c", SERVER).start();
    Process script = run("leave.sh", "-n", "0", "-u", url(), Long.toString(server.pid()));
    assertThat(ended(script)).isZero();
    assertThat(ended(server)).isEqualTo(7);
    assertThat(asked).containsExactly(true, true);
    assertThat(leave).doesNotExist();
  }

  @Test
  void nobody_waits_longer_than_he_must_for_a_node_that_does_not_leave() throws Exception {
    node.stop(0);
    Process server = new ProcessBuilder("sh", "-c", SERVER).start();
    Process script =
        run("leave.sh", "-n", "0", "-m", "1", "-u", url(), Long.toString(server.pid()));
    assertThat(ended(script)).isZero();
    assertThat(ended(server)).isEqualTo(7);
  }

  @Test
  void without_a_process_the_file_stays_for_whoever_ends_the_node() throws Exception {
    assertThat(ended(run("leave.sh", "-n", "0", "-u", url()))).isZero();
    assertThat(leave).exists();
  }

  @Test
  void without_the_process_that_was_meant_nothing_is_told_to_leave() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    for (String pid : List.of("", Long.toString(gone.pid()))) {
      assertThat(ended(run("leave.sh", "-n", "0", "-u", url(), pid))).as(pid).isNotZero();
      assertThat(leave).as(pid).doesNotExist();
    }
  }

  @Test
  void a_served_process_leaves_before_it_ends_and_its_code_is_kept() throws Exception {
    Files.createFile(leave);
    Process script = run("serve.sh", "sh", "-c", "echo up; " + SERVER);
    assertThat(script.inputReader().readLine()).isEqualTo("up");
    assertThat(leave).as("a file of the last run").doesNotExist();
    script.destroy();
    assertThat(ended(script)).isEqualTo(7);
    assertThat(asked).containsExactly(true, true);
    assertThat(leave).doesNotExist();
    assertThat(ended(run("serve.sh", "sh", "-c", "exit 3"))).isEqualTo(3);
  }

  private String url() {
    return "http://127.0.0.1:" + node.getAddress().getPort() + "/left";
  }

  private Process run(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add(Project.directory().resolve("server-config").resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ROWHOUSE_LEAVE_FILE", leave.toString());
    builder.environment().put("LEAVE", "-n 0 -u " + url());
    return builder.start();
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

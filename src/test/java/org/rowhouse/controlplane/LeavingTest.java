package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeavingTest {

  private final Logger log = Logger.getLogger(Leaving.class.getName());
  private final Told told = new Told();

  @TempDir Path directory;

  @BeforeEach
  void listen() {
    log.addHandler(told);
  }

  @AfterEach
  void stopListening() {
    log.removeHandler(told);
  }

  @Test
  void a_file_that_was_there_before_the_node_does_not_silence_it_in_silence() throws Exception {
    Path file = Files.createFile(directory.resolve("leave"));
    Leaving leaving = new Leaving(Optional.of(file));
    leaving.start();
    leaving.stop();
    assertThat(leaving.isLeaving()).isTrue();
    assertThat(leaving.reason()).contains("ROWHOUSE_LEAVE_FILE");
    assertThat(told.messages)
        .anySatisfy(
            message -> assertThat(message).startsWith("WARNING " + file).contains("Remove"));
  }

  @Test
  void a_node_without_the_file_or_the_setting_stays() {
    for (Optional<Path> file :
        List.of(Optional.<Path>empty(), Optional.of(directory.resolve("x")))) {
      Leaving leaving = new Leaving(file);
      leaving.start();
      leaving.stop();
      assertThat(leaving.isLeaving()).isFalse();
    }
    assertThat(told.messages).isEmpty();
  }

  private static final class Told extends Handler {
    final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord told) {
      messages.add(told.getLevel() + " " + new SimpleFormatter().formatMessage(told));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

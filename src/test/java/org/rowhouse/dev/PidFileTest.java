package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir Path directory;

  @Test
  void a_process_is_found_again_by_number_and_start() throws Exception {
    var file = new PidFile(directory.resolve("run/me.pid"));
    file.write(ProcessHandle.current());
    assertThat(file.process()).contains(ProcessHandle.current());
  }

  @Test
  void a_process_that_only_inherited_the_number_is_left_alone() throws Exception {
    var path = directory.resolve("other.pid");
    Files.write(path, List.of(Long.toString(ProcessHandle.current().pid()), "1000"));
    assertThat(new PidFile(path).process()).isEmpty();
  }

  @Test
  void a_half_written_file_names_nobody() throws Exception {
    var path = directory.resolve("half.pid");
    Files.writeString(path, "12");
    assertThat(new PidFile(path).process()).isEmpty();
    Files.write(path, List.of("12", "x"));
    assertThat(new PidFile(path).process()).isEmpty();
  }
}

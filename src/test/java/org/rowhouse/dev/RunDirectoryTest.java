package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path directory;

  @Test
  void one_living_run_owns_a_directory() throws Exception {
    try (var first = RunDirectory.open(directory)) {
      assertThat(first.temporaryData()).isFalse();
      assertThatThrownBy(() -> RunDirectory.open(directory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
    RunDirectory.open(directory).close();
  }

  @Test
  void secrets_are_made_once_and_readable_by_their_owner_only() throws Exception {
    String made;
    try (var first = RunDirectory.open(directory)) {
      made = first.secrets().get("a", KeptSecrets::password);
    }
    try (var second = RunDirectory.open(directory)) {
      assertThat(second.secrets().get("a", KeptSecrets::password)).isEqualTo(made);
    }
    var permissions = Files.getPosixFilePermissions(directory.resolve("secrets.properties"));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  @Test
  void what_a_killed_run_left_running_is_stopped() throws Exception {
    Process left = new ProcessBuilder("sleep", "60").start();
    new PidFile(directory.resolve("run/left.pid")).write(left.toHandle());
    RunDirectory.open(directory).close();
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void a_reset_forgets_everything() throws Exception {
    Path data = directory.resolve("data");
    RunDirectory.open(data).close();
    RunDirectory.reset(data);
    assertThat(data).doesNotExist();
  }
}

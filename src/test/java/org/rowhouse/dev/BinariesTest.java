package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

  @TempDir Path directory;

  @Test
  void what_a_killed_run_unpacked_in_part_is_deleted_and_what_is_whole_stays() throws IOException {
    Path part = unpacked("PG-part");
    Path whole = unpacked("PG-whole");
    Files.createFile(whole.resolve(".exists"));
    assertThat(Binaries.whole(directory)).isEqualTo(directory);
    assertThat(part).doesNotExist();
    assertThat(whole.resolve("bin/postgres")).exists();
  }

  @Test
  void what_somebody_is_unpacking_stays() throws IOException {
    Path part = unpacked("PG-part");
    try (var channel =
            FileChannel.open(
                part.resolve("epg-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      Binaries.whole(directory);
      assertThat(part.resolve("bin/postgres")).exists();
    }
  }

  private Path unpacked(String name) throws IOException {
    Path unpacked = directory.resolve(name);
    Files.createDirectories(unpacked.resolve("bin"));
    Files.createFile(unpacked.resolve("bin/postgres"));
    Files.createSymbolicLink(unpacked.resolve("bin/link"), Path.of("not-there-yet"));
    return unpacked;
  }
}

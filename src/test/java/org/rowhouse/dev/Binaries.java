package org.rowhouse.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Unpacked server binaries; kept between runs. */
final class Binaries {
  private Binaries() {}

  /**
   * Their directory, without what a killed run has unpacked in part: the unpacker of PostgreSQL
   * would take each file that is there for whole, and fails at links that lead nowhere.
   */
  static Path directory() throws IOException {
    return whole(Project.directory().resolve(".dev/binaries"));
  }

  static Path whole(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(directory, "PG-*")) {
      for (Path each : unpacked) {
        if (!Files.exists(each.resolve(".exists"))) {
          deleteUnlessUnderWay(each);
        }
      }
    }
    return directory;
  }

  /** Whoever unpacks holds the lock, in this JVM or another. */
  private static void deleteUnlessUnderWay(Path part) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                part.resolve("epg-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock mine = channel.tryLock()) {
      if (mine != null) {
        RunDirectory.delete(part);
      }
    } catch (OverlappingFileLockException e) {
      return; // by another thread
    }
  }
}

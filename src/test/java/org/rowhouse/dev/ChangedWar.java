package org.rowhouse.dev;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The packaged WAR as a team or a next version would have it: with files added or replaced. */
public final class ChangedWar {
  private ChangedWar() {}

  /**
   * @param entries content by path in the WAR, such as {@code
   *     WEB-INF/classes/db/tenant/V7__invoice.sql}
   * @return {@code target}
   */
  public static Path of(Path war, Path target, Map<String, byte[]> entries) throws IOException {
    Files.copy(war, target, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(target)) {
      for (var entry : entries.entrySet()) {
        Path path = zip.getPath(entry.getKey());
        if (path.getParent() != null) {
          Files.createDirectories(path.getParent());
        }
        Files.write(path, entry.getValue());
      }
    }
    return target;
  }
}

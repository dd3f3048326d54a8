package org.rowhouse.dev;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout this run belongs to, and what Maven built of it. */
public final class Project {
  private Project() {}

  /** The directory of the POM. */
  public static Path directory() {
    String war = System.getProperty("rowhouse.war");
    return war == null
        ? Path.of("").toAbsolutePath()
        : Path.of(war).toAbsolutePath().getParent().getParent();
  }

  /** The file that Maven put under the system property {@code name}. */
  public static Path built(String name) {
    String value = System.getProperty(name);
    if (value == null || !Files.isRegularFile(Path.of(value))) {
      throw new IllegalStateException(
          "system property %s names no file (%s): run this through Maven".formatted(name, value));
    }
    return Path.of(value).toAbsolutePath();
  }

  static Path serverConfig() {
    return directory().resolve("server-config/payara-micro");
  }

  /** Unpacked server binaries; kept between runs. */
  static Path binaries() {
    return directory().resolve(".dev/binaries");
  }
}

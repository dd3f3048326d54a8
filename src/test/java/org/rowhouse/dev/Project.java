package org.rowhouse.dev;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.postgresql.Driver;

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

  /** The published kit, as Maven packaged it. */
  public static Path testKit() {
    return directory().resolve("target/rowhouse-test-kit.jar");
  }

  /** The operator's scripts for one application server. */
  public static Path serverConfig(String server) {
    return directory().resolve("server-config").resolve(server);
  }

  /** The JDBC driver of the container's pool, the same file as in the WAR. */
  public static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What runs the application servers: of {@code -Djdk=}, or the JDK that runs this. */
  public static Path java() {
    String jdk = System.getProperty("jdk", "");
    Path home = Path.of(jdk.isBlank() ? System.getProperty("java.home") : jdk);
    return home.resolve("bin").resolve("java");
  }

  /** Of {@link #java}, as its JDK says it: {@code 25.0.1}. */
  public static String javaVersion() throws IOException {
    Path release = java().getParent().resolveSibling("release");
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll(".*=|\"", ""))
          .findAny()
          .orElseThrow();
    }
  }
}

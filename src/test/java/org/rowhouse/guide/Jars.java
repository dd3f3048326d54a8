package org.rowhouse.guide;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.rowhouse.dev.Project;

/** What a team has on its class path. */
final class Jars {

  /** The product's classes, as Maven publishes them. */
  static final Path CLASSES = Project.directory().resolve("target/rowhouse-classes.jar");

  static final Path KIT = Project.testKit();

  private Jars() {}

  /** The JAR that {@code type} comes from. */
  static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.rowhouse.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Values made at random once and kept beside the data they protect, readable by their owner only.
 */
final class KeptSecrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Properties values = new Properties();

  KeptSecrets(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (var in = Files.newInputStream(file)) {
        values.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }

  synchronized String get(String name, Supplier<String> make) {
    String kept = values.getProperty(name);
    return kept != null ? kept : put(name, make.get());
  }

  synchronized String put(String name, String value) {
    if (!value.equals(values.setProperty(name, value))) {
      save();
    }
    return value;
  }

  synchronized boolean has(String name) {
    return values.containsKey(name);
  }

  static String password() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(18));
  }

  static String key() {
    return Base64.getEncoder().encodeToString(bytes(32));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private void save() {
    try {
      Private.create(file);
      try (var out = Files.newOutputStream(file)) {
        values.store(out, "made once, kept with the data beside it");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Files that nobody but their owner may read. */
  static final class Private {
    private Private() {}

    static void create(Path file) throws IOException {
      if (Files.exists(file)) {
        return;
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
      } else {
        Files.createFile(file);
      }
    }

    static void write(Path file, String text) throws IOException {
      create(file);
      Files.writeString(file, text);
    }
  }
}

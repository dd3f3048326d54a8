package org.rowhouse.controlplane.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Actors;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;

/** A database of its own with this package's tables, and nodes that share it. */
class ControlSchema {

  private static final AtomicInteger COUNT = new AtomicInteger();

  final Jdbi jdbi;
  private final String name = "access_" + COUNT.incrementAndGet();

  ControlSchema() throws java.io.IOException {
    EmbeddedDatabase server = EmbeddedDatabase.shared();
    Jdbi.create(server.superuser())
        .useHandle(
            h -> {
              h.execute("drop database if exists " + name + " with (force)");
              h.execute("create database " + name);
            });
    jdbi = Jdbi.create(server.superuser(name));
    String access = Files.readString(Path.of("src/main/resources/db/control/V2__access.sql"));
    String audit = Files.readString(Path.of("src/main/resources/db/control/V5__audit.sql"));
    jdbi.useHandle(
        h -> {
          h.execute("create schema control");
          h.execute("set search_path to control");
          run(h, access + audit);
        });
  }

  /** As it is: JDBI's own scripts are cut at each semicolon. */
  private static void run(Handle handle, String script) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute(script);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a node of the cluster sees it: nothing in memory is shared with another node. */
  ControlDatabase node() {
    return ControlDatabase.over(EmbeddedDatabase.shared().superuser(name));
  }

  /** For what these tests are not about. */
  static Audit audit() {
    return new Audit(secrets(1), Actors.none());
  }

  /** Of keys that consist of one byte each. */
  static Secrets secrets(int... keys) {
    List<SecretKey> secret =
        IntStream.of(keys)
            .<SecretKey>mapToObj(
                key -> {
                  byte[] bytes = new byte[32];
                  Arrays.fill(bytes, (byte) key);
                  return new SecretKeySpec(bytes, "AES");
                })
            .toList();
    return new Secrets(
        new Settings(
            null, null, secret, null, null, null, Optional.empty(), null, Optional.empty()));
  }
}

package org.rowhouse.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.rowhouse.dev.server.ApplicationServer;

/**
 * PostgreSQL and Redis for the tests that run inside the server, and its settings as {@code
 * arquillian.xml} refers to them. Arquillian loads it when its first test class begins, before it
 * reads its configuration; nobody else pays for it. All ends with the JVM.
 */
public final class ArquillianServices implements LoadableExtension {
  /** Few, so that a test can hold them all. */
  public static final int CONNECTIONS = 3;

  @Override
  public void register(ExtensionBuilder builder) {
    if (System.getProperty("arquillian.jvm") == null) {
      try {
        start();
      } catch (Exception e) {
        throw new IllegalStateException("the services of the tests in the server failed", e);
      }
    }
  }

  private static void start() throws Exception {
    var stopping = new Stopping();
    var directory = stopping.start(RunDirectory::temporary);
    var services = stopping.start(() -> EmbeddedServices.start(directory));
    var settings = new HashMap<>(services.settings());
    settings.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    settings.put("ROWHOUSE_DB_CONNECTIONS", Integer.toString(CONNECTIONS));
    settings.put("ROWHOUSE_STRANGERS_PER_ADDRESS", "1000000");
    settings.put("ROWHOUSE_SIGN_INS_PER_ADDRESS", "1000000");
    settings.put("ROWHOUSE_OPERATOR_EMAIL", "operator@rowhouse.test");
    settings.put("ROWHOUSE_OPERATOR_PASSWORD", "the-operator-of-this-suite");
    settings.put("test.superuser.password", services.database().superuserPassword());
    Path scratch = Files.createDirectories(directory.resolve("arquillian"));
    settings.put("java.io.tmpdir", scratch.toString());
    ApplicationServer server = ApplicationServer.chosen();
    System.setProperty("arquillian.launch", server.name());
    System.setProperty("arquillian.jvm", "-Xmx768m " + asProperties(settings));
    server.prepareArquillian(scratch).forEach(System::setProperty);
  }

  private static String asProperties(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(e -> "-D" + e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }
}

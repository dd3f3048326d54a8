package org.rowhouse.dev.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A product that runs the WAR, set up by the scripts of {@code server-config}. */
public interface ApplicationServer {
  List<ApplicationServer> ALL = List.of(new PayaraMicro(), new PayaraServer(), new WildFly());

  /**
   * The one that this build tests: Maven's {@code -Pwildfly} and the like; Payara Micro if none.
   */
  static ApplicationServer chosen() {
    return named(System.getProperty("rowhouse.server", "payara-micro"));
  }

  static ApplicationServer named(String name) {
    return ALL.stream()
        .filter(server -> server.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no server %s: choose one of %s"
                        .formatted(
                            name,
                            ALL.stream()
                                .map(ApplicationServer::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** As Maven profiles, directories of {@code server-config} and logs name it. */
  String name();

  /** As people name it. */
  String title();

  /**
   * Lays out in {@code scratch}, an empty directory of its own, what one node needs.
   *
   * @return the command of the server's JVM itself, so that its process number is the node's
   */
  ProcessBuilder prepare(Launch launch, Path scratch) throws IOException;

  /**
   * Lays out in {@code scratch} what the server's Arquillian adapter needs. The adapters pass no
   * environment, so the scripts' settings are read from system properties instead.
   *
   * @return the system properties that {@code arquillian.xml} names, {@code arquillian.jvm} aside
   */
  Map<String, String> prepareArquillian(Path scratch) throws IOException;

  /** What the log says when the server refused the WAR and lives on. */
  Pattern refusal();
}

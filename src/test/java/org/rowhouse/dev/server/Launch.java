package org.rowhouse.dev.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunDirectory;

/**
 * What to start.
 *
 * @param settings the application's environment; this JVM's own {@code ROWHOUSE_*} do not reach it
 * @param jvm more arguments of its JVM, such as {@code -javaagent:}
 */
public record Launch(
    ApplicationServer server,
    RunDirectory directory,
    int port,
    Map<String, String> settings,
    Path war,
    String heap,
    List<String> jvm) {

  /** The WAR of this build on the server that this build tests. */
  public Launch(RunDirectory directory, int port, Map<String, String> settings) {
    this(
        ApplicationServer.chosen(),
        directory,
        port,
        settings,
        Project.built("rowhouse.war"),
        "768m",
        List.of());
  }

  public Launch on(ApplicationServer other) {
    return new Launch(other, directory, port, settings, war, heap, jvm);
  }

  /** With these settings too, or in place of those of the same names. */
  public Launch settings(Map<String, String> more) {
    var all = new HashMap<>(settings);
    all.putAll(more);
    return new Launch(server, directory, port, Map.copyOf(all), war, heap, jvm);
  }

  public Launch war(Path other) {
    return new Launch(server, directory, port, settings, other, heap, jvm);
  }

  public Launch heap(String size) {
    return new Launch(server, directory, port, settings, war, size, jvm);
  }

  public Launch jvm(List<String> arguments) {
    return new Launch(server, directory, port, settings, war, heap, List.copyOf(arguments));
  }

  /** Starts the process; see {@link Node#awaitReady}. */
  public Node start() throws IOException {
    return Node.start(this);
  }
}

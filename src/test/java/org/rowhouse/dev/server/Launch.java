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
 * @param beside further WARs in the same process, each at the path of its file's name; Payara Micro
 *     only
 */
public record Launch(
    ApplicationServer server,
    RunDirectory directory,
    int port,
    Map<String, String> settings,
    Path war,
    String heap,
    List<String> jvm,
    List<Path> beside) {

  /** The WAR of this build on the server that this build tests. */
  public Launch(RunDirectory directory, int port, Map<String, String> settings) {
    this(
        ApplicationServer.chosen(),
        directory,
        port,
        settings,
        Project.built("rowhouse.war"),
        "768m",
        List.of(),
        List.of());
  }

  public Launch on(ApplicationServer other) {
    return new Launch(other, directory, port, settings, war, heap, jvm, beside);
  }

  /** With these settings too, or in place of those of the same names. */
  public Launch settings(Map<String, String> more) {
    var all = new HashMap<>(settings);
    all.putAll(more);
    return new Launch(server, directory, port, Map.copyOf(all), war, heap, jvm, beside);
  }

  public Launch war(Path other) {
    return new Launch(server, directory, port, settings, other, heap, jvm, beside);
  }

  public Launch heap(String size) {
    return new Launch(server, directory, port, settings, war, size, jvm, beside);
  }

  public Launch jvm(List<String> arguments) {
    return new Launch(server, directory, port, settings, war, heap, List.copyOf(arguments), beside);
  }

  public Launch beside(Path... wars) {
    return new Launch(server, directory, port, settings, war, heap, jvm, List.of(wars));
  }

  /** Starts the process; see {@link Node#awaitReady}. */
  public Node start() throws IOException {
    if (!beside.isEmpty() && !(server instanceof PayaraMicro)) {
      throw new IllegalStateException("Only Payara Micro runs another WAR beside this one here");
    }
    return Node.start(this);
  }
}

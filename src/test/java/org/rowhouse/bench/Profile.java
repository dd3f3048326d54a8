package org.rowhouse.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.rowhouse.dev.server.Node;

/** A recording of JDK Flight Recorder in the server, after the figures: it costs a little. */
final class Profile {

  private Profile() {}

  static void of(Node node, Path file, Callable<?> work) throws Exception {
    node.jcmd("JFR.start", "name=bench", "settings=profile", "filename=" + file.toAbsolutePath());
    work.call();
    node.jcmd("JFR.stop", "name=bench");
  }
}

package org.rowhouse.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.server.Node;

/** A recording of JDK Flight Recorder in the server, after the figures: it costs a little. */
final class Profile {

  private Profile() {}

  static void of(Node node, Path file, Callable<?> work) throws Exception {
    jcmd(node, "JFR.start", "name=bench", "settings=profile", "filename=" + file.toAbsolutePath());
    work.call();
    jcmd(node, "JFR.stop", "name=bench");
  }

  private static void jcmd(Node node, String... command) throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    all.add(Project.java().resolveSibling("jcmd").toString());
    all.add(Long.toString(node.pid()));
    all.addAll(List.of(command));
    if (new ProcessBuilder(all).inheritIO().start().waitFor() != 0) {
      throw new IOException("jcmd failed: " + all);
    }
  }
}

package org.rowhouse.controlplane.migration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rowhouse.controlplane.TestPlane;

/** {@link MigrateCommand} as a shell runs it: a process of its own on the database of a plane. */
final class CommandProcess {

  private CommandProcess() {}

  /**
   * @param classes has more scripts in {@code db/tenant}
   */
  static ProcessBuilder of(TestPlane plane, Path classes, List<String> jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx200m");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(jvm);
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(MigrateCommand.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment(plane));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder;
  }

  /** As {@link #of}, begun; what it says is in {@code log}. */
  static Process begin(
      TestPlane plane, Path classes, Path log, List<String> jvm, String... arguments)
      throws IOException {
    return of(plane, classes, jvm, arguments)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  static Map<String, String> environment(TestPlane plane) {
    Map<String, String> environment = new HashMap<>(plane.environment());
    environment.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    environment.put(
        "ROWHOUSE_SECRET_KEY",
        Base64.getEncoder().encodeToString(plane.settings.secretKeys().get(0).getEncoded()));
    return environment;
  }
}

package org.rowhouse.proof.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rowhouse.dev.server.Node;

/** The lines that a node writes about requests, into files of their own or into its log. */
record AccessLog(Node node) {

  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>(read(node.log()));
    try (Stream<Path> files = Files.walk(node.directory())) {
      for (Path file : files.filter(AccessLog::isOne).toList()) {
        lines.addAll(read(file));
      }
    }
    return lines;
  }

  private static boolean isOne(Path file) {
    return file.getFileName().toString().matches(".*access.*\\.(log|txt)")
        && Files.isRegularFile(file);
  }

  private static List<String> read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** The line with {@code text}, as soon as it is written. */
  String lineWith(String text) throws IOException, InterruptedException {
    Instant end = Instant.now().plusSeconds(15);
    while (Instant.now().isBefore(end)) {
      List<String> found = lines().stream().filter(line -> line.contains(text)).toList();
      if (!found.isEmpty()) {
        return found.get(0);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no line of the access log has " + text);
  }
}

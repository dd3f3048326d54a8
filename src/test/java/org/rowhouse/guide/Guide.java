package org.rowhouse.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.dev.Project;

/**
 * The files that a guide tells its reader to write: each code block belongs to the path in
 * backticks that begins the paragraph before it.
 */
record Guide(String name, Map<String, String> files) {

  private static final Pattern FILE =
      Pattern.compile("(?m)^`(\\S+)`[^\n]*\n\n```\\w+\n((?s:.*?))^```$");

  static Guide read(String name) throws IOException {
    String text = Files.readString(Project.directory().resolve("docs").resolve(name));
    Map<String, String> files = new LinkedHashMap<>();
    Matcher file = FILE.matcher(text);
    while (file.find()) {
      files.put(file.group(1), file.group(2));
    }
    long blocks = text.lines().filter(line -> line.matches("```\\w+")).count();
    if (files.size() != blocks) {
      throw new IllegalStateException(
          "%s has %d code blocks, of which %d say their file: %s"
              .formatted(name, blocks, files.size(), files.keySet()));
    }
    return new Guide(name, files);
  }

  /** The only file whose path ends so. */
  String file(String end) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(end))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow(() -> new NoSuchElementException(end + " in " + name + files.keySet()));
  }

  /** The files below {@code directory}, by their path there. */
  Map<String, String> below(String directory) {
    Map<String, String> found = new LinkedHashMap<>();
    files.forEach(
        (path, text) -> {
          if (path.startsWith(directory + "/")) {
            found.put(path.substring(directory.length() + 1), text);
          }
        });
    return found;
  }
}

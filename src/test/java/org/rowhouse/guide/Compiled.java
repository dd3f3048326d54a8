package org.rowhouse.guide;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Sources out of a guide, compiled as strictly as the product's own. */
record Compiled(Path directory) {

  /** A JAR on the class path has an annotation that is not there: not the guide's fault. */
  private static final String MISSED = "compiler.warn.unknown.enum.constant";

  /**
   * @param sources by path, such as {@code org/acme/A.java}
   * @param directory where sources and classes are put
   * @throws AssertionError with what the compiler said, warnings included
   */
  static Compiled of(Map<String, String> sources, Path directory, List<Path> classPath)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (var source : sources.entrySet()) {
      Path file = directory.resolve("sources").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    Path classes = Files.createDirectories(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var said = new DiagnosticCollector<JavaFileObject>();
    try (var manager = compiler.getStandardFileManager(said, null, null)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      var options =
          List.of(
              "--release",
              "17",
              "-parameters",
              "-proc:none",
              "-Xlint:all,-processing,-classfile,-path");
      boolean done =
          compiler
              .getTask(
                  null, manager, said, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      List<String> faults =
          said.getDiagnostics().stream()
              .filter(each -> !each.getCode().startsWith(MISSED))
              .map(Diagnostic::toString)
              .toList();
      if (!done || !faults.isEmpty()) {
        throw new AssertionError(String.join("\n", faults));
      }
    }
    return new Compiled(classes);
  }

  /** The class path of this JVM. */
  static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  /** The class files, by their path. */
  Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}

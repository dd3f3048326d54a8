package org.rowhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources must keep and the class files do not show. */
class SourceTreeTest {

  private static final Path MAIN = Path.of("src/main/java/org/rowhouse");

  @Test
  void every_package_says_its_promise_and_its_refusal() throws IOException {
    try (Stream<Path> tree = Files.walk(MAIN)) {
      List<Path> packages =
          tree.filter(Files::isDirectory).filter(SourceTreeTest::hasClasses).toList();
      assertThat(packages)
          .hasSizeGreaterThan(10)
          .allSatisfy(
              p -> assertThat(p.resolve("package-info.java")).content().contains("Promise:"));
    }
  }

  @Test
  void no_package_grows_beyond_what_one_reader_holds() throws IOException {
    try (Stream<Path> tree = Files.walk(MAIN)) {
      assertThat(tree.filter(p -> p.toString().endsWith(".java")))
          .allSatisfy(p -> assertThat(Files.readAllLines(p)).hasSizeLessThan(300));
    }
  }

  @Test
  void no_statement_of_the_tenants_migrations_names_a_schema() throws IOException {
    try (Stream<Path> tree = Files.walk(Path.of("src/main/resources/db/tenant"))) {
      assertThat(tree.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .as("%s runs in every home, whatever its schema", file)
                      .doesNotContainPattern(
                          "(?i)(table|on|into|references|update|from)\\s+(public|h_\\w+|control)\\.")
                      .doesNotContainPattern("(?i)search_path"));
    }
  }

  private static boolean hasClasses(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(f -> f.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

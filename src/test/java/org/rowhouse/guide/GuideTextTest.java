package org.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.server.ApplicationServer;

/** What guides say about this repository is so. */
class GuideTextTest {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Pattern PATH = Pattern.compile("`((?:src|docs|server-config)/[\\w./-]+)`");
  private static final Pattern SETTING = Pattern.compile("ROWHOUSE_[A-Z_]+");

  private static List<Path> texts() throws IOException {
    try (Stream<Path> docs = Files.list(HERE.resolve("docs"))) {
      return Stream.concat(docs, Stream.of(HERE.resolve("README.md"))).sorted().toList();
    }
  }

  @Test
  void every_link_leads_to_a_file() throws IOException {
    for (Path text : texts()) {
      for (String link : found(LINK, text)) {
        assertThat(text.resolveSibling(link)).as("%s in %s", link, text).exists();
      }
    }
  }

  @Test
  void the_readme_leads_to_every_guide() throws IOException {
    Set<String> links = found(LINK, HERE.resolve("README.md"));
    try (Stream<Path> docs = Files.list(HERE.resolve("docs"))) {
      assertThat(docs.map(doc -> "docs/" + doc.getFileName())).isNotEmpty().isSubsetOf(links);
    }
  }

  @Test
  void every_setting_is_one_of_the_readmes() throws IOException {
    Set<String> settings = found(SETTING, HERE.resolve("README.md"));
    for (Path text : texts()) {
      assertThat(found(SETTING, text)).isSubsetOf(settings);
    }
  }

  @Test
  void every_server_that_is_set_up_stands_in_the_guide() throws IOException {
    Set<String> paths = found(PATH, HERE.resolve("docs/your-server.md"));
    assertThat(ApplicationServer.ALL)
        .allSatisfy(
            server -> {
              assertThat(paths).contains("server-config/" + server.name());
              assertThat(Project.serverConfig(server.name()).resolve("README.md")).exists();
            });
  }

  @Test
  void the_class_of_the_arquillian_guide_is_the_one_that_runs() throws IOException {
    Guide guide = Guide.read("arquillian.md");
    String path = "src/test/java/org/rowhouse/guide/ProjectsInServerIT.java";
    assertThat(guide.files().get(path)).isEqualTo(Files.readString(HERE.resolve(path)));
  }

  @Test
  void the_next_number_of_a_migration_is_free() throws IOException {
    Guide guide = Guide.read("add-an-entity.md");
    assertThat(guide.below("src/main/resources/db/tenant"))
        .hasSize(1)
        .allSatisfy(
            (file, sql) ->
                assertThat(HERE.resolve("src/main/resources/db/tenant"))
                    .as("take the next number in the guide")
                    .isDirectoryNotContaining("glob:**/" + file.replaceFirst("__.*", "__*")));
  }

  private static Set<String> found(Pattern pattern, Path text) throws IOException {
    return pattern
        .matcher(Files.readString(text))
        .results()
        .map((MatchResult each) -> each.groupCount() == 0 ? each.group() : each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

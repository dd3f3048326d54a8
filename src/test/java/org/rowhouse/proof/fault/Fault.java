package org.rowhouse.proof.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rowhouse.dev.Project;
import org.rowhouse.proof.hunt.Findings.Harm;

/**
 * A guard that is taken away, as its file describes it.
 *
 * @param held whether another wall must refuse, so that nothing foreign comes out
 * @param shows the harms of which at least one tells of it; none where the wall holds in silence
 * @param always whether every build plants it
 * @param onlyReading whether it shows where nobody writes
 * @param meanwhile what somebody does to Redis, see {@link org.rowhouse.proof.redis.Meddling}; may
 *     be empty
 * @param rules for Byteman; empty when SQL alone does it
 * @param plant SQL for each home, with its schema as search_path; may be empty
 * @param heal SQL that undoes it
 */
public record Fault(
    String name,
    boolean held,
    List<Harm> shows,
    boolean always,
    boolean onlyReading,
    String meanwhile,
    String rules,
    String plant,
    String heal) {

  private static final String SECTION = "--- ";
  private static final String MEANWHILE = "meanwhile ";

  /** All there are, by name. */
  public static List<Fault> all() {
    Path directory = Project.directory().resolve("src/test/resources/org/rowhouse/proof/faults");
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().map(Fault::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Fault named(String name) {
    return all().stream().filter(fault -> fault.name.equals(name)).findAny().orElseThrow();
  }

  /** The one that {@code file} describes. */
  public static Fault read(Path file) {
    Map<String, StringBuilder> sections = new TreeMap<>();
    String section = "head";
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(SECTION)) {
          section = line.substring(SECTION.length()).strip();
        } else {
          sections.computeIfAbsent(section, any -> new StringBuilder()).append(line).append('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> head = sections.get("head").toString().lines().toList();
    String shows =
        head.stream().filter(l -> l.matches("(shows|held)( .*)?")).findAny().orElseThrow();
    return new Fault(
        file.getFileName().toString().replace(".fault", ""),
        shows.startsWith("held"),
        Arrays.stream(shows.split(" ")).skip(1).map(Harm::valueOf).toList(),
        head.contains("always"),
        head.contains("only reading"),
        head.stream()
            .filter(l -> l.startsWith(MEANWHILE))
            .findAny()
            .orElse("")
            .replace(MEANWHILE, ""),
        text(sections, "byteman"),
        text(sections, "sql"),
        text(sections, "heal"));
  }

  private static String text(Map<String, StringBuilder> sections, String name) {
    return sections.getOrDefault(name, new StringBuilder()).toString();
  }

  /** What of it is SQL. */
  public Fault withoutRules() {
    return new Fault(name, held, shows, always, onlyReading, meanwhile, "", plant, heal);
  }

  @Override
  public String toString() {
    return name;
  }
}

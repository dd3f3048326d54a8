package org.rowhouse.proof.erased;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.proof.Product;

/** Everything that the servers keep, searched for one word. */
public final class Traces {

  private static final String DATABASES =
      "select datname from pg_database where datallowconn order by 1";
  private static final String TABLES =
      "select c.oid::regclass::text from pg_class c where relkind in ('r', 'm') order by 1";

  /** Servers unpack their libraries beside their logs. */
  private static final Set<String> BINARIES = Set.of("war", "jar", "class", "rar", "so");

  private final Product product;
  private final List<String> spellings;

  private Traces(Product product, String word) {
    this.product = product;
    this.spellings = Spellings.of(word);
  }

  /** Where {@code word} is found, as lines to be read. */
  public static List<String> of(Product product, String word) throws IOException {
    Traces traces = new Traces(product, word);
    List<String> found = new ArrayList<>();
    traces.searchPostgresql(found);
    for (String line : RedisContents.of(product.services().redis())) {
      traces.search("Redis", line, found);
    }
    traces.searchLogs(found);
    return found;
  }

  /** Whether {@code word} was logged by now. */
  public static boolean isLogged(Product product, String word) throws IOException {
    List<String> found = new ArrayList<>();
    new Traces(product, word).searchLogs(found);
    return !found.isEmpty();
  }

  /** All that the servers wrote, the access log of the node among it. */
  private void searchLogs(List<String> found) throws IOException {
    searchFiles(product.services().directory().resolve("logs"), found);
    searchFiles(product.node().directory(), found);
  }

  private void searchPostgresql(List<String> found) {
    EmbeddedDatabase database = product.services().database();
    List<String> names =
        Jdbi.create(database.superuser())
            .withHandle(h -> h.select(DATABASES).mapTo(String.class).list());
    for (String name : names) {
      Jdbi.create(database.superuser(name)).useHandle(h -> searchTables(name, h, found));
    }
  }

  private void searchTables(String database, Handle handle, List<String> found) {
    for (String table : handle.select(TABLES).mapTo(String.class).list()) {
      handle
          .createQuery(
              "select left(line, 300) from (select lower(t::text) as line from "
                  + table
                  + " t) l"
                  + " where exists (select from unnest(:words) w where position(w in line) > 0)")
          .bindArray("words", String.class, spellings)
          .mapTo(String.class)
          .forEach(row -> found.add("%s, table %s: %s".formatted(database, table, row)));
    }
  }

  private void searchFiles(Path directory, List<String> found) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).filter(Traces::isText).toList();
    }
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        lines.forEach(line -> search(file.getFileName().toString(), line, found));
      }
    }
  }

  private static boolean isText(Path file) {
    String name = file.toString();
    return !BINARIES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private void search(String place, String text, List<String> found) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (spellings.stream().anyMatch(lower::contains)) {
      found.add(place + ": " + text.substring(0, Math.min(300, text.length())));
    }
  }
}

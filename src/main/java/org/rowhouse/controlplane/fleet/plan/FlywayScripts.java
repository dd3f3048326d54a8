package org.rowhouse.controlplane.fleet.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Reads the scripts of folders of the class path as Flyway does. */
public final class FlywayScripts {

  /** Nobody has it, so that Flyway tells what there is and not what somebody has. */
  private static final String NO_HISTORY = "no_history";

  private static final String FILES = "filesystem:";

  static {
    FlywayLog.quiet();
  }

  private FlywayScripts() {}

  /**
   * @param folders of the class path, or of the file system after {@code filesystem:}
   * @param source Flyway wants some PostgreSQL to ask which it is
   * @throws UnsoundPlan when a script cannot be applied to a fleet
   */
  public static Plan read(DataSource source, List<String> folders) {
    ClassLoader loader = FlywayScripts.class.getClassLoader();
    Flyway flyway =
        Flyway.configure(loader)
            .dataSource(source)
            .locations(folders.stream().map(FlywayScripts::location).toArray(String[]::new))
            .table(NO_HISTORY)
            .createSchemas(false)
            .placeholders(Map.of("runtime", "runtime"))
            .load();
    return new Plan(
        Stream.of(flyway.info().all()).map(info -> script(loader, folders, info)).toList());
  }

  private static Script script(ClassLoader loader, List<String> folders, MigrationInfo info) {
    String name = info.getScript();
    if (info.getVersion() == null) {
      throw new UnsoundPlan(name, "is repeatable: write a new version instead");
    }
    if (!"SQL".equals(info.getType().name()) || info.getResolvedChecksum() == null) {
      throw new UnsoundPlan(name, "is no SQL");
    }
    String text = text(loader, folders, name);
    return new Script(
        info.getVersion().toString(),
        info.getDescription(),
        name,
        info.getResolvedChecksum(),
        ScriptReader.kind(name, text),
        ScriptReader.isAwaited(text),
        text);
  }

  private static String text(ClassLoader loader, List<String> folders, String name) {
    for (String folder : folders) {
      try (InputStream in = open(loader, folder, name)) {
        if (in != null) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new UnsoundPlan(name, "cannot be read again");
  }

  private static String location(String folder) {
    return folder.startsWith(FILES) ? folder : "classpath:" + folder;
  }

  private static InputStream open(ClassLoader loader, String folder, String name)
      throws IOException {
    if (!folder.startsWith(FILES)) {
      return loader.getResourceAsStream(folder + "/" + name);
    }
    Path file = Path.of(folder.substring(FILES.length()), name);
    return Files.exists(file) ? Files.newInputStream(file) : null;
  }
}

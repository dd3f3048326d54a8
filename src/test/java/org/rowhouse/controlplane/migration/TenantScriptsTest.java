package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every table of db/tenant is a tenant's: whoever forgets to say so is told what to write, before
 * any database is asked. What {@code guard.protect} and the linter look at is in their tests.
 */
class TenantScriptsTest {

  private static final Pattern TABLE =
      Pattern.compile(
          "create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?([\\w.\"]+)\\s*\\(([^;]*)",
          Pattern.CASE_INSENSITIVE);

  private static Stream<Path> scripts() throws IOException {
    return Files.list(Path.of("src/main/resources/db/tenant")).sorted();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void every_table_is_classified(Path script) throws IOException {
    assertThat(faults(Files.readString(script))).as(script.getFileName().toString()).isEmpty();
  }

  @Test
  void there_are_scripts_and_tables_in_them() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path script : scripts().toList()) {
      TABLE.matcher(Files.readString(script)).results().forEach(table -> names.add(table.group(1)));
    }
    assertThat(names).contains("member", "project", "issue", "comment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create table t (tenant_id uuid not null, id uuid, primary key (tenant_id, id));                                | select guard.protect('t');
          create table t (id uuid, primary key (tenant_id, id)); select guard.protect('t');                              | tenant_id uuid not null
          create table t (tenant_id uuid not null, id uuid primary key); select guard.protect('t');                      | primary key (tenant_id, id)
          create table x.t (tenant_id uuid not null, id uuid, primary key (tenant_id, id)); select guard.protect('x.t'); | without a schema
          """)
  void a_table_that_is_not_is_told_what_to_write(String script, String remedy) {
    assertThat(faults(script)).singleElement().asString().contains("t", remedy);
  }

  private static List<String> faults(String script) {
    String sql = script.replaceAll("(?m)--.*$", "");
    List<String> faults = new ArrayList<>();
    Matcher table = TABLE.matcher(sql);
    while (table.find()) {
      String name = table.group(1);
      String columns = table.group(2).replaceAll("\\s+", " ");
      if (name.contains(".")) {
        faults.add("name the table " + name + " without a schema: every home has it");
      }
      if (!columns.contains("tenant_id uuid not null")) {
        faults.add("give the table " + name + " a column: tenant_id uuid not null");
      }
      if (!columns.contains("primary key (tenant_id")) {
        faults.add("begin the key of the table " + name + ": primary key (tenant_id, id)");
      }
      if (!sql.substring(table.end()).contains("guard.protect('" + name + "')")) {
        faults.add("write after the table " + name + ": select guard.protect('" + name + "');");
      }
    }
    return faults;
  }
}

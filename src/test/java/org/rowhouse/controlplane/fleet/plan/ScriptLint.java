package org.rowhouse.controlplane.fleet.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.controlplane.fleet.plan.Script.Kind;

/**
 * What a script must not do to thousands of homes that serve: hold a lock while it reads or writes
 * a whole table, fail where there are rows, break the version that still runs. Tables that the same
 * script makes are nobody's yet.
 */
final class ScriptLint {

  /** A form of statement on a table that is there, and what to write instead. */
  private record Rule(Pattern form, Pattern unless, String instead) {
    static Rule of(String form, String unless, String instead) {
      return new Rule(Pattern.compile(form), Pattern.compile(unless), instead);
    }
  }

  private static final String NEVER = "\\A\\z";

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "^create (unique )?index",
              " concurrently ",
              "create index concurrently, in a script of its own: this one keeps writers out"),
          Rule.of(
              "^drop index",
              " concurrently ",
              "drop index concurrently, in a script of its own: this one waits for every reader"),
          Rule.of(
              "^alter table .* add (constraint \\w+ )?check",
              "not valid",
              "add it 'not valid', and 'validate constraint' in a later script"),
          Rule.of(
              "^alter table .* add (constraint \\w+ )?foreign key",
              "not valid",
              "add it 'not valid', then take 'force' off both tables, validate it, and force"
                  + " again"),
          Rule.of(
              "^alter table .* add (column )?(?!constraint|foreign)\\w+ .*\\breferences\\b",
              "not valid",
              "add the column first, then the foreign key 'not valid'"),
          Rule.of(
              "^alter table .* add (constraint \\w+ )?(unique|primary key)",
              "using index",
              "create a unique index concurrently, then 'add constraint … using index'"),
          Rule.of(
              "^alter table .* alter (column )?\\w+ (set data )?type ",
              NEVER,
              "it rewrites the table: add a column, fill it in batches, drop the old one later"),
          Rule.of(
              "^alter table .* add (column )?(if not exists )?(?!constraint|check)\\w+ .*\\bnot"
                  + " null\\b",
              "\\bdefault\\b",
              "it fails where there are rows: give it a default, or fill it first"),
          Rule.of(
              "^alter table .* default \\(?(gen_random_uuid|clock_timestamp|random|timeofday)\\b",
              "alter (column )?\\w+ set default",
              "it rewrites the table: add the column without, set the default, fill it in batches"),
          Rule.of(
              "^alter table .* rename ",
              NEVER,
              "the version that still runs knows the old name: add, copy, and drop it later"),
          Rule.of(
              "^(lock|cluster|truncate|vacuum) ",
              NEVER,
              "nobody may be kept out of a whole table"));

  private static final Pattern MADE = Pattern.compile("^create table (if not exists )?(\\w+)");
  private static final Pattern TABLE =
      Pattern.compile(
          "^(?:alter table|create (?:unique )?index.*? on|lock(?: table)?|cluster|truncate(?:"
              + " table)?|vacuum) (?:if exists )?(?:only )?(\\w+)");
  private static final Pattern SET_NOT_NULL =
      Pattern.compile("^alter table (?:only )?(\\w+) alter (?:column )?(\\w+) set not null");
  private static final Pattern DATA =
      Pattern.compile("^(update|delete|insert|merge|with .* (update|delete|insert)) ");

  private final Set<String> checkedNotNull = new HashSet<>();

  /** What is wrong with {@code script}, which comes after those that were asked about before. */
  List<String> faults(Script script) {
    List<String> faults = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (String statement : script.statements("runtime")) {
      String sql = flat(statement);
      Matcher makes = MADE.matcher(sql);
      if (makes.find()) {
        made.add(makes.group(2));
      }
      Matcher on = TABLE.matcher(sql);
      if (!(on.find() && made.contains(on.group(1)))) {
        RULES.stream()
            .filter(rule -> rule.form().matcher(sql).find() && !rule.unless().matcher(sql).find())
            .forEach(rule -> faults.add(sql + ": " + rule.instead()));
        notNull(sql, faults);
        if (DATA.matcher(sql).find() && !script.kind().isPerTenant()) {
          faults.add(
              sql
                  + ": rows are behind policies: begin the script with '-- rowhouse: each tenant',"
                  + " or 'in batches' where there may be many");
        }
        if (script.kind() == Kind.IN_BATCHES && !sql.contains(" limit ")) {
          faults.add(sql + ": a batch needs a limit");
        }
      }
      remember(sql);
    }
    return faults;
  }

  /** PostgreSQL reads no row for it where a constraint that was validated says the same. */
  private void notNull(String sql, List<String> faults) {
    Matcher set = SET_NOT_NULL.matcher(sql);
    if (set.find() && !checkedNotNull.contains(set.group(1) + "." + set.group(2))) {
      faults.add(
          sql
              + ": it reads the whole table under a lock: add 'check (column is not null) not"
              + " valid', validate it, then set not null");
    }
  }

  private void remember(String sql) {
    Matcher check =
        Pattern.compile("^alter table (?:only )?(\\w+) .*check \\((\\w+) is not null\\)")
            .matcher(sql);
    if (check.find()) {
      checkedNotNull.add(check.group(1) + "." + check.group(2));
    }
  }

  private static String flat(String statement) {
    return statement
        .replaceAll("(?s)/\\*.*?\\*/", " ")
        .replaceAll("--[^\n]*", " ")
        .replaceAll("\\s+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}

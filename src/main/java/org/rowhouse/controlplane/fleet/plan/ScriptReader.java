package org.rowhouse.controlplane.fleet.plan;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Says of a text how it is run, and refuses what a message for thousands of homes cannot hold. */
final class ScriptReader {

  private static final Pattern KIND = Pattern.compile("(?m)\\A-- rowhouse: (.+)$");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?!runtime})[^}]*}");

  /** What would end the transaction that a script is part of, or needs a psql. */
  private static final Set<String> TRANSACTION =
      Set.of(
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "savepoint",
          "release",
          "prepare",
          "copy",
          "discard");

  private ScriptReader() {}

  /**
   * @throws UnsoundPlan when it cannot be applied to a fleet
   */
  static Script.Kind kind(String script, String text) {
    List<String> statements = SqlText.statements(text);
    if (statements.isEmpty()) {
      throw new UnsoundPlan(script, "has no statement");
    }
    var placeholder = PLACEHOLDER.matcher(text);
    if (placeholder.find()) {
      throw new UnsoundPlan(script, "names " + placeholder.group() + ": only ${runtime} is known");
    }
    boolean concurrent = false;
    for (String statement : statements) {
      List<String> words = SqlText.words(statement);
      refuse(script, words);
      concurrent |= words.contains("concurrently");
    }
    Script.Kind kind = told(script, text);
    kind = concurrent ? Script.Kind.CONCURRENT : kind;
    if (!kind.isTransactional() && statements.size() > 1) {
      throw new UnsoundPlan(
          script, "has a statement that cannot be in a transaction: give it a script of its own");
    }
    if (concurrent && !SqlText.words(statements.get(0)).contains("index")) {
      throw new UnsoundPlan(script, "can do nothing but create or drop an index concurrently");
    }
    return kind;
  }

  private static Script.Kind told(String script, String text) {
    List<String> told = words(text);
    if (!Set.of("each tenant", "in batches", "served without").containsAll(told)) {
      throw new UnsoundPlan(
          script,
          "begins with words that nobody knows: -- rowhouse: each tenant | in batches | served"
              + " without");
    }
    if (told.contains("each tenant")) {
      return Script.Kind.EACH_TENANT;
    }
    return told.contains("in batches") ? Script.Kind.IN_BATCHES : Script.Kind.PLAIN;
  }

  /** Whether the deployment that brings the script cannot serve a home without it. */
  static boolean isAwaited(String text) {
    return !words(text).contains("served without");
  }

  private static List<String> words(String text) {
    var told = KIND.matcher(text);
    return told.find() ? List.of(told.group(1).strip().split("\\s*,\\s*")) : List.of();
  }

  private static void refuse(String script, List<String> words) {
    if (TRANSACTION.contains(words.get(0))) {
      throw new UnsoundPlan(script, "says '" + words.get(0) + "', which a transaction cannot hold");
    }
    if (words.contains("search_path") && words.get(0).matches("set|reset|select")) {
      throw new UnsoundPlan(script, "changes the search_path, which is its home");
    }
    if (words.get(0).equals("reset")
        || words.get(0).equals("set")
            && !words.contains("local")
            && !words.contains("constraints")) {
      throw new UnsoundPlan(script, "sets what the next home would find: say 'set local'");
    }
    if (words.contains("vacuum") || words.get(0).equals("reindex")) {
      throw new UnsoundPlan(script, "does what an administrator does for one database");
    }
  }
}

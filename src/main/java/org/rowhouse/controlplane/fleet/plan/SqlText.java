package org.rowhouse.controlplane.fleet.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SQL as PostgreSQL reads it, as far as it takes to tell one statement from the next. */
public final class SqlText {

  private final String sql;
  private final List<String> statements = new ArrayList<>();
  private int at;
  private int begin = -1;
  private int bodies;
  private String lastWord = "";

  private SqlText(String sql) {
    this.sql = sql;
  }

  /** The statements of {@code sql} in order, without the comments before and between them. */
  public static List<String> statements(String sql) {
    return new SqlText(sql).split();
  }

  /** The words of a statement, in lower case, without comments, texts and quoted names. */
  public static List<String> words(String statement) {
    String bare =
        statement
            .replaceAll("(?s)/\\*.*?\\*/", " ")
            .replaceAll("--[^\n]*", " ")
            .replaceAll("(?s)(\\$\\w*\\$).*?\\1", " ")
            .replaceAll("(?s)'(?:[^']|'')*'", " ")
            .replaceAll("\"[^\"]*\"", " x ");
    return List.of(bare.strip().toLowerCase(Locale.ROOT).split("[^\\w.$]+"));
  }

  private List<String> split() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == ';' && bodies == 0) {
        end();
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        skipPast("\n", at);
      } else if (sql.startsWith("/*", at)) {
        skipComment();
      } else {
        begin = begin < 0 ? at : begin;
        token(c);
      }
    }
    end();
    return statements;
  }

  private void end() {
    if (begin >= 0) {
      statements.add(sql.substring(begin, at).strip());
    }
    begin = -1;
    lastWord = "";
  }

  private void token(char c) {
    if (c == '\'') {
      skipText(false);
    } else if (c == '"') {
      skipPast("\"", at + 1);
    } else if (c == '$' && dollarTag() != null) {
      String tag = dollarTag();
      skipPast(tag, at + tag.length());
    } else if (Character.isJavaIdentifierStart(c)) {
      word();
    } else {
      at++;
    }
  }

  /** A body of SQL ({@code begin atomic … end}) has semicolons of its own. */
  private void word() {
    int from = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(from, at).toLowerCase(Locale.ROOT);
    if (word.equals("e") && at < sql.length() && sql.charAt(at) == '\'') {
      skipText(true);
    } else if (word.equals("atomic") && lastWord.equals("begin")) {
      bodies++;
    } else if (bodies > 0 && word.equals("case")) {
      bodies++;
    } else if (bodies > 0 && word.equals("end")) {
      bodies--;
    }
    lastWord = word;
  }

  private void skipText(boolean backslashes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && backslashes) {
        at += 2;
      } else if (c == '\'') {
        at++;
        return;
      } else {
        at++;
      }
    }
  }

  private String dollarTag() {
    int end = sql.indexOf('$', at + 1);
    String tag = end < 0 ? "" : sql.substring(at, end + 1);
    return tag.matches("\\$(?:[A-Za-z_]\\w*)?\\$") ? tag : null;
  }

  private void skipComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
  }

  private void skipPast(String end, int from) {
    int found = sql.indexOf(end, from);
    at = found < 0 ? sql.length() : found + end.length();
  }
}

package org.rowhouse.controlplane.fleet.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The scripts of this deployment in their order, the same for every home. */
public final class Plan {

  /** A home's position: none of the scripts. */
  public static final String NOTHING = "0";

  /** A home's {@code flyway_schema_history} as {@link #history} writes it, an aggregate of SQL. */
  public static final String ENTRIES =
      "coalesce(string_agg(script || ':' || coalesce(checksum::text, '') || case when success then '' else '!' end, ',' order by installed_rank), '')";

  private final List<Script> scripts;
  private final List<String> fingerprints = new ArrayList<>();

  /**
   * @param scripts in the order of their versions
   */
  public Plan(List<Script> scripts) {
    this.scripts = List.copyOf(scripts);
    String last = "";
    for (Script script : scripts) {
      last = sha256(last + "\n" + script.entry());
      fingerprints.add(last);
    }
  }

  public List<Script> scripts() {
    return scripts;
  }

  public int size() {
    return scripts.size();
  }

  /** The version that homes have after all scripts. */
  public String target() {
    return versionAfter(scripts.size());
  }

  /** Tells all scripts from any others. */
  public String fingerprint() {
    return fingerprintAfter(scripts.size());
  }

  /** The version of a home that has the first {@code count} scripts. */
  public String versionAfter(int count) {
    return count == 0 ? NOTHING : scripts.get(count - 1).version();
  }

  /** How many of the scripts a home must have for this deployment to serve it. */
  public int servedFrom() {
    int count = scripts.size();
    while (count > 0 && !scripts.get(count - 1).awaited()) {
      count--;
    }
    return count;
  }

  /** Tells the first {@code count} scripts from any others; empty for none. */
  public String fingerprintAfter(int count) {
    return count == 0 ? "" : fingerprints.get(count - 1);
  }

  /** How many of the scripts a home at {@code version} has; -1 when no script leads to it. */
  public int position(String version) {
    if (version == null || version.equals(NOTHING)) {
      return 0;
    }
    for (int i = 0; i < scripts.size(); i++) {
      if (scripts.get(i).version().equals(version)) {
        return i + 1;
      }
    }
    return -1;
  }

  /** What the history of a home says that has the first {@code count} scripts and nothing else. */
  public String history(int count) {
    return scripts.stream().limit(count).map(Script::entry).collect(Collectors.joining(","));
  }

  /**
   * The end of the stage that begins at {@code position}: scripts up to there are applied together.
   * A script that cannot be part of a transaction is a stage of its own.
   */
  public int stageEnd(int position) {
    int end = position;
    while (end < scripts.size() && scripts.get(end).kind().isTransactional()) {
      end++;
    }
    return end == position && end < scripts.size() ? end + 1 : end;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.rowhouse.settings;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The least that a node needs, for tests. */
public final class ExampleSettings {

  static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  static final String OTHER_KEY = "IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private ExampleSettings() {}

  static Map<String, String> least() {
    return new TreeMap<>(
        Map.of(
            "ROWHOUSE_DB_URL", "jdbc:postgresql://db.example:5432/rowhouse",
            "ROWHOUSE_DB_USER", "owner",
            "ROWHOUSE_DB_PASSWORD", "the-owners-password",
            "ROWHOUSE_RUNTIME_PASSWORD", "the-runtime-password",
            "ROWHOUSE_SECRET_KEY", KEY,
            "ROWHOUSE_BASE_DOMAIN", "rowhouse.example"));
  }

  static Settings read(Map<String, String> environment) {
    return new SettingsReader(name -> Optional.ofNullable(environment.get(name))).read();
  }

  /**
   * @param more names and values in turns, without {@code ROWHOUSE_}
   */
  public static Settings with(String... more) {
    Map<String, String> environment = least();
    for (int i = 0; i < more.length; i += 2) {
      environment.put("ROWHOUSE_" + more[i], more[i + 1]);
    }
    return read(environment);
  }

  /** A key, and then one that came before it. */
  public static Settings withRotatedKeys() {
    return with("SECRET_KEY", OTHER_KEY + "," + KEY);
  }
}

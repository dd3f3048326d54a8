package org.rowhouse.controlplane.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDBC URL of PostgreSQL, {@code jdbc:postgresql://host:port/database?parameters}. */
public record DatabaseUrl(String text) {

  private static final Pattern FORM =
      Pattern.compile("(jdbc:postgresql://[^/?]+/)([^/?]+)(\\?.*)?");

  public DatabaseUrl {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("is no URL of a PostgreSQL database");
    }
  }

  /** The database that it leads to. */
  public String database() {
    return parts().group(2);
  }

  /** The same for another database of the server. */
  public DatabaseUrl to(String database) {
    Matcher parts = parts();
    String parameters = parts.group(3) == null ? "" : parts.group(3);
    return new DatabaseUrl(parts.group(1) + database + parameters);
  }

  private Matcher parts() {
    Matcher parts = FORM.matcher(text);
    parts.matches();
    return parts;
  }

  @Override
  public String toString() {
    return text;
  }
}

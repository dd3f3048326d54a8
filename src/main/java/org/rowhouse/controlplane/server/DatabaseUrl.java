package org.rowhouse.controlplane.server;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDBC URL of PostgreSQL, {@code jdbc:postgresql://host:port/database?parameters}. */
public record DatabaseUrl(String text) {

  private static final Pattern FORM =
      Pattern.compile("(jdbc:postgresql://[^/?#\\s]+/)([^/?#\\s]+)(?:\\?(\\S*))?");

  /** Others name classes and files of this node, or the credentials. */
  private static final Set<String> PARAMETERS =
      Set.of("ssl", "sslmode", "sslrootcert", "channelBinding", "targetServerType");

  public DatabaseUrl {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("is no URL of a PostgreSQL database");
    }
  }

  /** What is wrong with {@code text} as the URL of a further server. */
  public static Optional<String> fault(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.of("must be jdbc:postgresql://host:port/database");
    }
    return Stream.of(parts.group(3) == null ? new String[0] : parts.group(3).split("&"))
            .map(parameter -> parameter.replaceFirst("=.*", ""))
            .anyMatch(name -> !PARAMETERS.contains(name))
        ? Optional.of(
            "may have no parameters but "
                + String.join(", ", PARAMETERS.stream().sorted().toList()))
        : Optional.empty();
  }

  /** The database that it leads to. */
  public String database() {
    return parts().group(2);
  }

  /** The same for another database of the server. */
  public DatabaseUrl to(String database) {
    Matcher parts = parts();
    String parameters = parts.group(3) == null ? "" : "?" + parts.group(3);
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

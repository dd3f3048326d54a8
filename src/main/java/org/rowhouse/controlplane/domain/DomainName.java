package org.rowhouse.controlplane.domain;

import java.util.Locale;
import java.util.regex.Pattern;
import org.rowhouse.http.Problem;

/**
 * A host name as it is compared with that of a request: lower case, no dot at the end, ASCII.
 *
 * @param text with at least one dot, its last label no number
 */
record DomainName(String text) {

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile("(?:" + LABEL + "\\.){1,126}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST = 253;

  /** The record must fit as well. */
  private static final String PROOF = "_rowhouse.";

  /**
   * The name that {@code given} stands for.
   *
   * @param base domain of the service, under which slugs are
   * @throws Problem 400 naming the field when no tenant can have it
   */
  static DomainName of(String given, String base) {
    String text = given.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (text.chars().anyMatch(c -> c > 127)) {
      throw Problem.invalid("name", "must be written in ASCII: xn--...");
    }
    if (text.length() + PROOF.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw Problem.invalid("name", "must be a domain name, such as issues.example.org");
    }
    if (text.equals(base) || text.endsWith("." + base)) {
      throw Problem.invalid("name", "belongs to this service");
    }
    return new DomainName(text);
  }

  /** Where the record is that proves it. */
  static String record(String name) {
    return PROOF + name;
  }
}

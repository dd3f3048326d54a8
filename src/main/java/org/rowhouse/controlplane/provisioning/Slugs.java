package org.rowhouse.controlplane.provisioning;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Ids;

/** What a slug may be, and what slug an organization gets. */
public final class Slugs {

  static final String PATTERN = "[a-z0-9](-?[a-z0-9]){1,38}";
  private static final int LONGEST = 40;
  private static final int LONGEST_DERIVED = 30;
  private static final int NUMBERED = 50;

  private static final Set<String> RESERVED =
      Set.of(
          ("about abuse access account accounts acme-challenge admin administrator api app apps"
                  + " assets auth autoconfig autodiscover backup beta billing blog broadcasthost cdn"
                  + " chat community config console contact control dashboard data db debug demo-api"
                  + " dev developer developers dns docs domain download downloads email example"
                  + " events ftp git graphql health help home host hostmaster http https id imap"
                  + " info internal intranet invite invitations isatap issuer jobs jwks legal"
                  + " localdomain localhost log login logout logs mail mailer marketing mcp metrics"
                  + " mobile monitor monitoring mx my new news noc no-reply noreply none ns ns0 ns1"
                  + " ns2 null oauth office openapi operator operators ops partner partners pay"
                  + " payment payments ping pop pop3 postmaster press pricing privacy proxy public"
                  + " readiness register registry root rowhouse sales saml search secure security"
                  + " server shop signin signup sign-in sign-up site smtp sso ssl staff staging"
                  + " static stats status store support sysadmin system team tenant tenants terms"
                  + " test tls token tokens undefined usenet user users uucp vpn webhook webhooks"
                  + " webmail webmaster wiki wpad ws www www1 www2 xn")
              .split(" "));

  private static final Map<Integer, String> LETTERS =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ı', "i"),
          Map.entry((int) '&', " and "),
          Map.entry((int) '\'', ""),
          Map.entry((int) '’', ""));

  private Slugs() {}

  /** Whether {@code text} can be a slug at all. */
  static boolean isWellFormed(String text) {
    return text.length() <= LONGEST && text.matches(PATTERN) && !isUuid(text);
  }

  /**
   * @throws Problem 400 when {@code slug} cannot be one, or is reserved
   */
  static void requireUsable(String slug) {
    if (!isWellFormed(slug)) {
      throw Problem.invalid(
          "slug", "must be a host label of lower-case letters, digits and single hyphens inside");
    }
    if (isReserved(slug)) {
      throw Problem.invalid("slug", "is reserved");
    }
  }

  static boolean isReserved(String slug) {
    return RESERVED.contains(slug);
  }

  /** Slugs for {@code organization} in the order of preference; all well formed, none reserved. */
  static List<String> candidates(String organization) {
    String base = derive(organization);
    Stream<String> numbered =
        IntStream.rangeClosed(2, NUMBERED).mapToObj(number -> base + "-" + number);
    String last = base + "-" + Long.toHexString(Ids.next().getLeastSignificantBits() & 0xFFFFFFFFL);
    return Stream.of(Stream.of(base), numbered, Stream.of(last))
        .flatMap(slugs -> slugs)
        .filter(slug -> isWellFormed(slug) && !isReserved(slug))
        .toList();
  }

  /** Letters without their marks, everything else a hyphen; a name without Latin letters is org. */
  private static String derive(String organization) {
    StringBuilder latin = new StringBuilder();
    Normalizer.normalize(organization, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> latin.append(LETTERS.getOrDefault(c, Character.toString(c))));
    String slug = latin.toString().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (slug.length() > LONGEST_DERIVED) {
      slug = slug.substring(0, LONGEST_DERIVED).replaceAll("-[^-]*$", "");
    }
    return slug.isEmpty() ? "org" : slug;
  }

  private static boolean isUuid(String text) {
    try {
      return text.length() == 36 && UUID.fromString(text) != null;
    } catch (IllegalArgumentException e) {
      // then it is not one
      return false;
    }
  }
}

package org.rowhouse.controlplane.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.rowhouse.http.Json;
import org.rowhouse.tenancy.account.AuditEntry;

/**
 * An entry as it lies in its chain.
 *
 * @param details JSON, to the letter
 */
public record Link(
    UUID chain,
    long number,
    Instant at,
    String actor,
    String action,
    String details,
    String previous,
    String hash) {

  private static final TypeReference<TreeMap<String, String>> DETAILS = new TypeReference<>() {};

  /** The entry that comes after {@code head}. */
  static Link after(Head head, UUID chain, String actor, Deed deed) {
    Link open =
        new Link(
            chain,
            head.number() + 1,
            head.at(),
            actor,
            deed.action(),
            Json.text(deed.details()),
            head.hash(),
            "");
    return open.withHash(open.computed());
  }

  private Link withHash(String made) {
    return new Link(chain, number, at, actor, action, details, previous, made);
  }

  /** The hash that this entry must have. */
  String computed() {
    byte[] all =
        Json.bytes(
            List.<Object>of(
                chain.toString(), number, at.toString(), actor, action, details, previous));
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As readers see it. */
  AuditEntry told() {
    return new AuditEntry(number, at, actor, action, members(), previous, hash);
  }

  private Map<String, String> members() {
    try {
      return Json.MAPPER.readValue(details, DETAILS);
    } catch (JsonProcessingException e) {
      // somebody wrote past us; verification says so
      return Map.of("unreadable", details);
    }
  }
}

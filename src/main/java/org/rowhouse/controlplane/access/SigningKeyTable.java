package org.rowhouse.controlplane.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;

/**
 * The life of keys in {@code control.signing_key}, private parts sealed.
 *
 * <p>A new key is published {@link #AHEAD} of its first signature, so that whoever keeps the JWKS
 * for its 60 s knows it in time; an old key stays published until the last token it signed is dead.
 * A key whose row is deleted is void as if it were withdrawn.
 */
class SigningKeyTable {

  static final Duration AHEAD = Duration.ofMinutes(2);

  /** For nodes that go on signing with the old key until they have read of the new one. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final ControlDatabase database;
  private final Secrets secrets;
  private final Settings.Tokens settings;
  private final Audit audit;

  SigningKeyTable(
      ControlDatabase database, Secrets secrets, Settings.Tokens settings, Audit audit) {
    this.database = database;
    this.secrets = secrets;
    this.settings = settings;
    this.audit = audit;
  }

  /** The keys in force, newest first, after making those that are due; one of them signs. */
  List<KeyRow> read() {
    List<KeyRow> rows = database.with(SigningKeyTable::alive);
    return isKeyDue(rows) || !retired(rows).isEmpty() ? database.inTransaction(this::tend) : rows;
  }

  /** Seals with the first key what lies under another, so that the other may be dropped. */
  void sealAgain() {
    database.useTransaction(
        handle -> {
          handle.execute("lock table control.signing_key in exclusive mode");
          for (KeyRow row : alive(handle)) {
            if (!secrets.isCurrent(row.sealed())) {
              String words = context(row.kid());
              handle.execute(
                  "update control.signing_key set sealed = ? where kid = ?",
                  secrets.seal(words, secrets.open(words, row.sealed())),
                  row.kid());
            }
          }
        });
  }

  void withdraw(String kid) {
    database.useTransaction(
        handle -> {
          handle.execute("update control.signing_key set withdrawn_at = now() where kid = ?", kid);
          record(handle, "SIGNING_KEY_WITHDRAWN", kid);
        });
  }

  /** Makes and retires keys; one node at a time, and the others then find it done. */
  private List<KeyRow> tend(Handle handle) {
    handle.execute("lock table control.signing_key in exclusive mode");
    List<KeyRow> rows = alive(handle);
    if (isKeyDue(rows)) {
      boolean anySigns = rows.stream().anyMatch(KeyRow::signs);
      insert(handle, anySigns ? AHEAD : Duration.ZERO);
    }
    for (KeyRow row : retired(rows)) {
      handle.execute("delete from control.signing_key where kid = ?", row.kid());
      record(handle, "SIGNING_KEY_RETIRED", row.kid());
    }
    return alive(handle);
  }

  private boolean isKeyDue(List<KeyRow> rows) {
    if (rows.stream().noneMatch(KeyRow::signs)) {
      return true;
    }
    KeyRow newest = rows.get(0);
    Instant next = newest.signsFrom().plus(settings.keyRotation());
    return !newest.readAt().plus(AHEAD).isBefore(next);
  }

  /** Keys whose successor has been signing for longer than a token lives. */
  private List<KeyRow> retired(List<KeyRow> rows) {
    Duration life = settings.accessLifetime().plus(MARGIN);
    return IntStream.range(1, rows.size())
        .filter(i -> rows.get(i - 1).signsFrom().plus(life).isBefore(rows.get(i).readAt()))
        .mapToObj(rows::get)
        .toList();
  }

  private static List<KeyRow> alive(Handle handle) {
    return handle
        .createQuery(
            """
            select kid, sealed, signs_from, clock_timestamp() as read_at
            from control.signing_key
            where withdrawn_at is null
            order by signs_from desc, kid
            """)
        .mapTo(KeyRow.class)
        .list();
  }

  private void insert(Handle handle, Duration ahead) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .algorithm(JWSAlgorithm.ES256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      handle.execute(
          """
          insert into control.signing_key (kid, sealed, signs_from)
          values (?, ?, clock_timestamp() + make_interval(secs => ?))
          """,
          key.getKeyID(),
          secrets.seal(
              context(key.getKeyID()), key.toJSONString().getBytes(StandardCharsets.UTF_8)),
          (double) ahead.toSeconds());
      record(handle, "SIGNING_KEY_MADE", key.getKeyID());
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot make a signing key", e);
    }
  }

  private void record(Handle handle, String action, String kid) {
    audit.record(handle, Deed.of(action).with("key", kid));
  }

  ECKey open(KeyRow row) {
    byte[] jwk = secrets.open(context(row.kid()), row.sealed());
    try {
      return ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalStateException("Signing key " + row.kid() + " cannot be read", e);
    }
  }

  private static String context(String kid) {
    return "signing key " + kid;
  }
}

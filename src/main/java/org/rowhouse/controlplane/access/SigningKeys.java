package org.rowhouse.controlplane.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;

/**
 * The built-in issuer's keys in {@code control.signing_key}, private parts sealed.
 *
 * <p>A new key is published {@link #AHEAD} of its first signature, so that whoever keeps the JWKS
 * for its 60 s knows it in time; an old key stays published until the last token it signed is dead.
 * To withdraw a key at once, {@link #withdraw} it, or delete its row.
 */
@ApplicationScoped
public class SigningKeys implements KeyStore {

  static final Duration AHEAD = Duration.ofMinutes(2);

  /** For nodes that go on signing with the old key until they have read of the new one. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private record Ring(List<String> kids, ECKey signing, List<ECKey> published) {}

  private final ControlDatabase database;
  private final Secrets secrets;
  private final Settings.Tokens settings;
  private final Poll poll = new Poll("signing keys", this::read);
  private volatile Ring ring;

  SigningKeys() {
    this(null, null, (Settings.Tokens) null);
  }

  @Inject
  SigningKeys(ControlDatabase database, Secrets secrets, Settings settings) {
    this(database, secrets, settings.tokens());
  }

  SigningKeys(ControlDatabase database, Secrets secrets, Settings.Tokens settings) {
    this.database = database;
    this.secrets = secrets;
    this.settings = settings;
  }

  /** Reads the keys, makes the first if there is none, and goes on reading. */
  public void start() {
    poll.start();
  }

  /** Reads once, now. */
  public void refresh() {
    poll.now();
  }

  @Override
  public ECKey signing() {
    poll.requireFresh(LIMIT);
    return ring.signing();
  }

  @Override
  public List<ECKey> published() {
    poll.requireFresh(LIMIT);
    return ring.published();
  }

  /** Makes a key void: at once here, on every other node with its next reading. */
  public void withdraw(String kid) {
    database.use(
        handle ->
            handle.execute(
                "update control.signing_key set withdrawn_at = now() where kid = ?", kid));
    poll.now();
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  private void read() {
    List<KeyRow> rows = database.with(SigningKeys::alive);
    if (isKeyDue(rows) || !retired(rows).isEmpty()) {
      rows = database.inTransaction(this::tend);
    }
    List<String> kids = rows.stream().map(KeyRow::kid).toList();
    KeyRow signer = rows.stream().filter(KeyRow::signs).findFirst().orElseThrow();
    Ring old = ring;
    if (old == null || !old.kids().equals(kids)) {
      List<ECKey> keys = rows.stream().map(this::open).toList();
      ring =
          new Ring(
              kids, keys.get(rows.indexOf(signer)), keys.stream().map(ECKey::toPublicJWK).toList());
    } else if (!old.signing().getKeyID().equals(signer.kid())) {
      ring = new Ring(kids, open(signer), old.published());
    }
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
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot make a signing key", e);
    }
  }

  private ECKey open(KeyRow row) {
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

package org.rowhouse.controlplane.access;

import com.nimbusds.jose.jwk.ECKey;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Freshness;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;

/** The built-in issuer's keys in memory, at most 30 s behind {@link SigningKeyTable}. */
@ApplicationScoped
public class SigningKeys implements KeyStore, Freshness {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private record Ring(List<String> kids, ECKey signing, List<ECKey> published) {}

  private final SigningKeyTable table;
  private final Poll poll = new Poll("signing keys", this::read);
  private volatile Ring ring;

  SigningKeys() {
    this(null);
  }

  @Inject
  SigningKeys(ControlDatabase database, Secrets secrets, Settings settings, Audit audit) {
    this(new SigningKeyTable(database, secrets, settings.tokens(), audit));
  }

  SigningKeys(SigningKeyTable table) {
    this.table = table;
  }

  /** Reads the keys, makes the first if there is none, and goes on reading. */
  public void start() {
    table.sealAgain();
    poll.start();
  }

  /** Reads once, now. */
  public void refresh() {
    poll.now();
  }

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public boolean isFresh() {
    return poll.isFresh(LIMIT);
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
    table.withdraw(kid);
    poll.now();
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  private void read() {
    List<KeyRow> rows = table.read();
    List<String> kids = rows.stream().map(KeyRow::kid).toList();
    KeyRow signer = rows.stream().filter(KeyRow::signs).findFirst().orElseThrow();
    Ring old = ring;
    if (old == null || !old.kids().equals(kids)) {
      List<ECKey> keys = rows.stream().map(table::open).toList();
      ring =
          new Ring(
              kids, keys.get(rows.indexOf(signer)), keys.stream().map(ECKey::toPublicJWK).toList());
    } else if (!old.signing().getKeyID().equals(signer.kid())) {
      ring = new Ring(kids, table.open(signer), old.published());
    }
  }
}

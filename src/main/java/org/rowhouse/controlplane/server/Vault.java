package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Secrets;

/** The passwords that lie in the catalog, sealed under words that say whose each is. */
@ApplicationScoped
public class Vault {

  private static final System.Logger LOG = System.getLogger(Vault.class.getName());

  /** Whose a password is. */
  enum Kind {
    OWNER_ON_SERVER("password of the owner on server "),
    ROLE_OF_HOME("password of home ");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    private String of(UUID id) {
      return words + id;
    }
  }

  private final ControlDatabase database;
  private final Secrets secrets;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Vault() {
    this(null, null);
  }

  @Inject
  public Vault(ControlDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  String seal(Kind kind, UUID id, String password) {
    return secrets.seal(kind.of(id), password.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws Problem 503 when the settings lack its key; the log says once which it is
   */
  String open(Kind kind, UUID id, String sealed) {
    try {
      return new String(secrets.open(kind.of(id), sealed), StandardCharsets.UTF_8);
    } catch (IllegalStateException e) {
      tell(e);
      throw Problem.unavailable("home-unavailable", "This home cannot be entered.", 5);
    }
  }

  private void tell(IllegalStateException failure) {
    if (told.add(failure.getMessage())) {
      LOG.log(Level.ERROR, failure.getMessage());
    }
  }

  /**
   * Seals with the first key what still lies under another, so that the other may be dropped. What
   * no key opens stays as it is, and the log says so.
   */
  public void sealAgain() {
    database.useTransaction(
        h -> {
          sealAgain(h, Kind.OWNER_ON_SERVER, "server", "owner_password");
          sealAgain(h, Kind.ROLE_OF_HOME, "home", "password");
          sealAgain(h, Kind.ROLE_OF_HOME, "home", "next_password");
        });
  }

  private record Sealed(UUID id, String text) {}

  private void sealAgain(Handle handle, Kind kind, String table, String column) {
    handle
        .createQuery("select id, <column> as text from control.<table> where <column> is not null")
        .define("table", table)
        .define("column", column)
        .mapTo(Sealed.class)
        .list()
        .stream()
        .filter(row -> !secrets.isCurrent(row.text()))
        .forEach(row -> sealAgain(handle, kind.of(row.id()), row, table, column));
  }

  private void sealAgain(Handle handle, String words, Sealed row, String table, String column) {
    try {
      handle
          .createUpdate(
              "update control.<table> set <column> = :anew where id = :id and <column> = :text")
          .define("table", table)
          .define("column", column)
          .bind("anew", secrets.seal(words, secrets.open(words, row.text())))
          .bind("id", row.id())
          .bind("text", row.text())
          .execute();
    } catch (IllegalStateException e) {
      tell(e);
    }
  }
}

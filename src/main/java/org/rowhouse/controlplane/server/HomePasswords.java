package org.rowhouse.controlplane.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;

/**
 * The passwords of DATABASE homes, made here: kept before they are used, so that whoever goes on
 * after a crash uses the same.
 */
@ApplicationScoped
public class HomePasswords {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final ControlDatabase database;
  private final Vault vault;

  HomePasswords() {
    this(null, null);
  }

  @Inject
  public HomePasswords(ControlDatabase database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** Gives the home its first password; one that it has stays. */
  public void make(UUID home) {
    database.use(
        h ->
            keep(
                h,
                home,
                "update control.home set password = :sealed where id = :id and password is null"));
  }

  /** Makes the password that is to replace the home's; one that waits already stays. */
  public void makeNext(Handle handle, UUID home) {
    keep(
        handle,
        home,
        "update control.home set next_password = :sealed where id = :id and next_password is null");
  }

  private void keep(Handle handle, UUID home, String update) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String sealed = vault.seal(Vault.Kind.ROLE_OF_HOME, home, password);
    handle.createUpdate(update).bind("id", home).bind("sealed", sealed).execute();
  }

  /** The password that is to replace the home's, if one waits. */
  public Optional<String> next(Handle handle, UUID home) {
    return handle
        .select(
            "select next_password from control.home where id = ? and next_password is not null",
            home)
        .mapTo(String.class)
        .findOne()
        .map(kept -> vault.open(Vault.Kind.ROLE_OF_HOME, home, kept));
  }

  /** The password that waits is the home's from now on. */
  public void useNext(Handle handle, UUID home) {
    handle.execute(
        "update control.home set password = next_password, next_password = null"
            + " where id = ? and next_password is not null",
        home);
  }

  /** The password that waits is given up. */
  public void dropNext(Handle handle, UUID home) {
    handle.execute("update control.home set next_password = null where id = ?", home);
  }
}

package org.rowhouse.controlplane.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.security.Passwords;
import org.rowhouse.settings.Settings;
import org.rowhouse.settings.Settings.FirstOperator;
import org.rowhouse.tenancy.Ids;

/** Who may run this service. */
@ApplicationScoped
public class Operators {

  private record Row(UUID id, String passwordHash) {}

  private final ControlDatabase database;
  private final Passwords passwords;
  private final Audit audit;
  private final Optional<FirstOperator> first;

  Operators() {
    this(null, null, null, Optional.empty());
  }

  @Inject
  Operators(ControlDatabase database, Passwords passwords, Audit audit, Settings settings) {
    this(database, passwords, audit, settings.firstOperator());
  }

  Operators(
      ControlDatabase database, Passwords passwords, Audit audit, Optional<FirstOperator> first) {
    this.database = database;
    this.passwords = passwords;
    this.audit = audit;
    this.first = first;
  }

  /** Makes the operator of the settings exist with the password of the settings. */
  public void start() {
    first.ifPresent(
        operator -> {
          if (authenticate(operator.email(), operator.password()).isEmpty()) {
            put(operator);
          }
        });
  }

  /** E-mail addresses differ in more than case. */
  static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** The operator's id; somebody unknown and a wrong password cost and say the same. */
  public Optional<UUID> authenticate(String email, String password) {
    Optional<Row> operator = find(normal(email));
    boolean known =
        operator.isPresent()
            ? passwords.verify(password, operator.get().passwordHash())
            : passwords.verifyNobody(password);
    return operator.filter(row -> known).map(Row::id);
  }

  /** Records that this operator is let in; before the token is made, or there would be none. */
  public void letIn(UUID operator) {
    database.useTransaction(
        handle -> audit.record(handle, Deed.of("OPERATOR_LOGGED_IN").byOperator(operator)));
  }

  private Optional<Row> find(String email) {
    return database.with(
        handle ->
            handle
                .select("select id, password_hash from control.operator where email = ?", email)
                .mapTo(Row.class)
                .findOne());
  }

  private void put(FirstOperator operator) {
    String hash = passwords.hash(operator.password());
    database.useTransaction(
        handle -> {
          UUID id =
              handle
                  .select(
                      """
                      insert into control.operator (id, email, password_hash) values (?, ?, ?)
                      on conflict (email) do update set password_hash = excluded.password_hash
                      returning id
                      """,
                      Ids.next(),
                      operator.email().toLowerCase(Locale.ROOT),
                      hash)
                  .mapTo(UUID.class)
                  .one();
          audit.record(handle, Deed.of("OPERATOR_PASSWORD_SET").with("operator", id));
        });
  }
}

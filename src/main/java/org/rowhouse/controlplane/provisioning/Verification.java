package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.EmailToVerify;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;

/**
 * Whether an e-mail address has to be proven before its tenant is made, and the proof. The code is
 * a keyed hash of the operation: it is stored nowhere.
 */
@ApplicationScoped
public class Verification {

  private static final String PURPOSE = "e-mail address of a sign-up";

  private final ControlDatabase database;
  private final Operations operations;
  private final Secrets secrets;
  private final Consumer<EmailToVerify> observers;

  Verification() {
    this(null, null, null, (Consumer<EmailToVerify>) null);
  }

  @Inject
  Verification(
      ControlDatabase database,
      Operations operations,
      Secrets secrets,
      Event<EmailToVerify> observers) {
    this(database, operations, secrets, observers::fire);
  }

  /** For use without an application server. */
  public Verification(
      ControlDatabase database,
      Operations operations,
      Secrets secrets,
      Consumer<EmailToVerify> observers) {
    this.database = database;
    this.operations = operations;
    this.secrets = secrets;
    this.observers = observers;
  }

  boolean isRequired(Operation operation, TenantRow tenant, FirstAdmin admin) {
    EmailToVerify email =
        new EmailToVerify(
            operation.id(),
            admin.email(),
            admin.name(),
            tenant.organization(),
            secrets.fingerprint(PURPOSE, operation.id().toString()));
    observers.accept(email);
    return email.isRequired();
  }

  /**
   * The code has come back: the sign-up goes on, once the runner is woken ({@link
   * OperationRunner#wake}).
   *
   * @throws Problem 404 when no sign-up waits for it, 422 when it is another's
   */
  public void verify(UUID operation, String code) {
    operations
        .byId(operation)
        .filter(found -> found.kind().equals(SignUpWork.KIND))
        .orElseThrow(Problem::notFound);
    if (!secrets.matches(PURPOSE, operation.toString(), code)) {
      throw new Problem(
          422, "wrong-code", "Wrong code", "This is not the code that was sent for this sign-up.");
    }
    if (!database.inTransaction(
        h -> operations.finishStep(h, operation, SignUpWork.VERIFICATION))) {
      throw Problem.notFound();
    }
  }
}

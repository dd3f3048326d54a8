package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.util.Optional;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Secrets;

/** Who acts on this thread. */
@ApplicationScoped
public class Actors {

  private static final String OUTSIDE = "actor of an external issuer";
  private static final int LENGTH_OUTSIDE = 32;

  private final CurrentCaller current;
  private final Secrets secrets;

  Actors() {
    this(null, null);
  }

  @Inject
  Actors(CurrentCaller current, Secrets secrets) {
    this.current = current;
    this.secrets = secrets;
  }

  /** For use without an application server: nobody calls. */
  public static Actors none() {
    return new Actors();
  }

  /** The caller of the request that this thread works for. */
  Optional<String> caller() {
    if (current == null) {
      return Optional.empty();
    }
    try {
      return current.find().map(this::name);
    } catch (ContextNotActiveException e) {
      // work of the service itself
      return Optional.empty();
    }
  }

  static String operator(Object id) {
    return "operator:" + id;
  }

  /** A subject is often an e-mail address, and the trail outlives the tenant. */
  private String name(Caller caller) {
    if (caller.plane() == Plane.CONTROL) {
      return operator(caller.subject());
    }
    return caller
        .member()
        .map(id -> "member:" + id)
        .orElseGet(
            () ->
                "outside:"
                    + secrets
                        .fingerprint(OUTSIDE, caller.issuer() + " " + caller.subject())
                        .substring(0, LENGTH_OUTSIDE));
  }
}

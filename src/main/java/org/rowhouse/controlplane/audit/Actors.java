package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.util.Optional;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Plane;

/** Who acts on this thread. */
@ApplicationScoped
public class Actors {

  private final CurrentCaller current;

  Actors() {
    this(null);
  }

  @Inject
  Actors(CurrentCaller current) {
    this.current = current;
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
      return current.find().map(Actors::name);
    } catch (ContextNotActiveException e) {
      // work of the service itself
      return Optional.empty();
    }
  }

  static String operator(Object id) {
    return "operator:" + id;
  }

  private static String name(Caller caller) {
    if (caller.plane() == Plane.CONTROL) {
      return operator(caller.subject());
    }
    return caller.member().map(id -> "member:" + id).orElse("outside:" + caller.subject());
  }
}

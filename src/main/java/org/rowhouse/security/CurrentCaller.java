package org.rowhouse.security;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The caller of this request. */
@RequestScoped
public class CurrentCaller {

  private Caller caller;

  /**
   * The caller.
   *
   * @throws Unauthenticated when the request has no valid token
   */
  public Caller get() {
    if (caller == null) {
      throw new Unauthenticated();
    }
    return caller;
  }

  public Optional<Caller> find() {
    return Optional.ofNullable(caller);
  }

  void set(Caller caller) {
    this.caller = caller;
  }
}

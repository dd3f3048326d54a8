package org.rowhouse.tenancy.isolation;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/**
 * Who wants a connection of a {@link ServerPool}, and what was decided: one that is open, or leave
 * to open one.
 */
final class ConnectionRequest {

  /** So long a home waits for a connection that knows it before it takes another's place. */
  static final long PATIENT_NANOS = Duration.ofMillis(50).toNanos();

  /** So long it waits before it takes the place of another database's that rests. */
  static final long BRIEF_NANOS = Duration.ofMillis(5).toNanos();

  final Tenant tenant;
  final Login login;
  final Condition granted;
  Backend backend;
  Backend replaced;
  boolean mayOpen;
  private final long begun = System.nanoTime();

  ConnectionRequest(Tenant tenant, Login login, Condition granted) {
    this.tenant = tenant;
    this.login = login;
    this.granted = granted;
  }

  boolean isGranted() {
    return backend != null || mayOpen;
  }

  long waited() {
    return System.nanoTime() - begun;
  }

  /** In how many nanoseconds it may get what it does not get now, though nothing comes back. */
  long nextLook() {
    long waited = waited();
    if (waited < BRIEF_NANOS) {
      return BRIEF_NANOS - waited;
    }
    return waited < PATIENT_NANOS ? PATIENT_NANOS - waited : Long.MAX_VALUE;
  }
}

package org.rowhouse.proof.hunt;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Call;

/** One tenant of the hunt. Whoever holds the lock is the only one who writes in it. */
final class Hunted {

  final Account account;
  final Model model = new Model();

  /** Calls of former sessions, and the status that refuses them. */
  final Map<Call, Integer> closed = new HashMap<>();

  final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong count = new AtomicLong();

  Hunted(Account account) {
    this.account = account;
  }

  String slug() {
    return account.slug();
  }

  /** Text that names its tenant and is never twice the same. */
  String canary() {
    return "canary-" + slug() + "-" + Long.toString(count.incrementAndGet(), 36);
  }

  /** A retry key that other tenants use too. */
  String retryKey() {
    return "retry-" + count.incrementAndGet();
  }

  /** A project key that other tenants use too. */
  String projectKey() {
    return "P" + Long.toString(count.incrementAndGet(), 36).toUpperCase(java.util.Locale.ROOT);
  }
}

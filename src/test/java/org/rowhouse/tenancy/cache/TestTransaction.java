package org.rowhouse.tenancy.cache;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transactions of nothing, one a thread; the server's are in the tests that run in a server. */
public final class TestTransaction implements TransactionSynchronizationRegistry {

  private static final class Own {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> told = new ArrayList<>();
    private int status = Status.STATUS_ACTIVE;
  }

  private final ThreadLocal<Own> own = new ThreadLocal<>();

  public void begin() {
    own.set(new Own());
  }

  public void end(int status) {
    Own ended = own.get();
    ended.told.forEach(Synchronization::beforeCompletion);
    ended.status = status;
    ended.told.forEach(one -> one.afterCompletion(status));
    own.remove();
  }

  /** Runs {@code work} in one that commits. */
  public void run(Runnable work) {
    begin();
    work.run();
    end(Status.STATUS_COMMITTED);
  }

  @Override
  public Object getTransactionKey() {
    return own.get();
  }

  @Override
  public void putResource(Object key, Object value) {
    own.get().resources.put(key, value);
  }

  @Override
  public Object getResource(Object key) {
    return own.get().resources.get(key);
  }

  @Override
  public void registerInterposedSynchronization(Synchronization one) {
    own.get().told.add(one);
  }

  @Override
  public int getTransactionStatus() {
    return own.get() == null ? Status.STATUS_NO_TRANSACTION : own.get().status;
  }

  @Override
  public void setRollbackOnly() {
    own.get().status = Status.STATUS_MARKED_ROLLBACK;
  }

  @Override
  public boolean getRollbackOnly() {
    return own.get().status == Status.STATUS_MARKED_ROLLBACK;
  }
}

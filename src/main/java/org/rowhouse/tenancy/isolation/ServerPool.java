package org.rowhouse.tenancy.isolation;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/**
 * This node's connections to one PostgreSQL server, over all of its databases.
 *
 * <p>There are never more than {@code size}: when all are open and a database has none that is
 * free, the one that rested longest makes room. One tenant holds at most {@code share} of them.
 * Waiting ends after {@link #PATIENCE}. Homes keep to the connections that know them, so that no
 * backend comes to know more than {@link Backend#MOST_HOMES}.
 */
final class ServerPool {

  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Opens a connection; may take long and fail. */
  interface Opener {
    Backend open(Tenant tenant, Login login) throws SQLException;
  }

  private final int size;
  private final int share;
  private final Opener opener;
  private final ReentrantLock lock = new ReentrantLock();

  /** The first was used last. */
  private final Deque<Backend> idle = new ArrayDeque<>();

  private final Deque<ConnectionRequest> waiting = new ArrayDeque<>();
  private final Map<TenantId, Integer> held = new HashMap<>();
  private final List<Backend> lent = new ArrayList<>();
  private int open;
  private boolean closed;

  ServerPool(int size, int share, Opener opener) {
    this.size = size;
    this.share = share;
    this.opener = opener;
  }

  /**
   * Lends a connection for {@code tenant}; {@link #giveBack} or {@link #discard} ends it.
   *
   * @throws NoConnection when none is to be had in time
   * @throws SQLException when PostgreSQL does not let us in
   */
  Backend borrow(Tenant tenant, Login login) throws SQLException {
    ConnectionRequest request = new ConnectionRequest(tenant, login, lock.newCondition());
    lock.lock();
    try {
      if (!waiting.isEmpty() || !grant(request)) {
        waiting.add(request);
        serve();
        await(request);
      }
      if (request.backend != null) {
        return request.backend;
      }
    } finally {
      lock.unlock();
    }
    return opened(request);
  }

  private void await(ConnectionRequest request) {
    boolean interrupted = false;
    try {
      while (!request.isGranted()) {
        long left = PATIENCE.toNanos() - request.waited();
        if (left <= 0 || interrupted || closed) {
          throw new NoConnection();
        }
        try {
          if (request.granted.awaitNanos(Math.min(left, request.nextLook())) <= 0) {
            serve();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          interrupted = true;
        }
      }
    } finally {
      waiting.remove(request);
    }
  }

  private Backend opened(ConnectionRequest request) throws SQLException {
    Backend made = null;
    try {
      if (request.replaced != null) {
        request.replaced.close();
      }
      made = opener.open(request.tenant, request.login);
      return made;
    } finally {
      lock.lock();
      try {
        if (made == null) {
          open--;
          release(request.tenant);
          serve();
        } else {
          made.visit(request.tenant.home().id());
          lent.add(made);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Gives {@code backend} back, ready for the next. */
  void giveBack(Backend backend, Tenant tenant) {
    boolean usable = backend.isClean() && !backend.isOld();
    if (!usable) {
      backend.close();
    }
    ended(backend, tenant, usable);
  }

  /** Gives back a connection that nobody may use again. */
  void discard(Backend backend, Tenant tenant) {
    backend.abort();
    ended(backend, tenant, false);
  }

  private void ended(Backend backend, Tenant tenant, boolean usable) {
    lock.lock();
    try {
      lent.remove(backend);
      release(tenant);
      if (usable && !closed) {
        backend.rest();
        idle.addFirst(backend);
      } else {
        open--;
      }
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** Closes what rests and leads to {@code login}: one was found dead, the others may be too. */
  void closeIdle(Login login) {
    closeIdle(backend -> backend.leadsTo(login));
  }

  /** Lends nothing from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.forEach(request -> request.granted.signal());
    } finally {
      lock.unlock();
    }
    closeIdle(backend -> true);
  }

  private void closeIdle(Predicate<Backend> which) {
    List<Backend> gone;
    lock.lock();
    try {
      gone = idle.stream().filter(which).toList();
      idle.removeAll(gone);
      open -= gone.size();
      serve();
    } finally {
      lock.unlock();
    }
    gone.forEach(Backend::close);
  }

  // from here on: only under the lock

  /** Those who wait are served in their order, but nobody waits for somebody else's turn. */
  private void serve() {
    for (Iterator<ConnectionRequest> each = waiting.iterator(); each.hasNext(); ) {
      ConnectionRequest request = each.next();
      if (request.isGranted()) {
        continue;
      }
      if (grant(request)) {
        request.granted.signal();
      }
    }
  }

  private boolean grant(ConnectionRequest request) {
    if (closed || held.getOrDefault(request.tenant.id(), 0) >= share) {
      return false;
    }
    UUID home = request.tenant.home().id();
    Backend found = resting(request, backend -> backend.knows(home));
    boolean patient = found == null && mayComeBack(request, backend -> backend.knows(home));
    if (found == null) {
      int most = patient ? Backend.MOST_HOMES / 2 : Backend.MOST_HOMES;
      found = resting(request, backend -> backend.homes() < most);
    }
    if (found != null) {
      idle.remove(found);
      found.visit(home);
      lent.add(found);
      request.backend = found;
    } else if (open < size) {
      open++;
      request.mayOpen = true;
    } else {
      request.replaced = replaceable(request, patient);
      if (request.replaced == null) {
        return false;
      }
      idle.remove(request.replaced);
      request.mayOpen = true;
    }
    held.merge(request.tenant.id(), 1, Integer::sum);
    return true;
  }

  private Backend resting(ConnectionRequest request, Predicate<Backend> which) {
    for (Backend backend : idle) {
      if (backend.leadsTo(request.login) && which.test(backend)) {
        return backend;
      }
    }
    return null;
  }

  /**
   * The connection that is closed for it: soon one that another database has not used for a while,
   * later the one that rested longest; none while another may come back.
   */
  private Backend replaceable(ConnectionRequest request, boolean patient) {
    if (request.waited() >= ConnectionRequest.BRIEF_NANOS) {
      for (Iterator<Backend> each = idle.descendingIterator(); each.hasNext(); ) {
        Backend unused = each.next();
        if (!unused.leadsTo(request.login) && unused.hasRested(ConnectionRequest.PATIENT_NANOS)) {
          return unused;
        }
      }
    }
    return patient || mayComeBack(request, Backend::hasRoom) ? null : idle.peekLast();
  }

  /**
   * Whether it should rather wait a little for such a connection that is in use. For one that knows
   * its home: homes that many connections know leave no room for others. And before one is closed
   * for it, for one that still has room.
   */
  private boolean mayComeBack(ConnectionRequest request, Predicate<Backend> which) {
    return request.waited() < ConnectionRequest.PATIENT_NANOS
        && lent.stream().anyMatch(backend -> backend.leadsTo(request.login) && which.test(backend));
  }

  private void release(Tenant tenant) {
    held.computeIfPresent(tenant.id(), (id, n) -> n == 1 ? null : n - 1);
  }
}

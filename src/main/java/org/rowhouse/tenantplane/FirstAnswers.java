package org.rowhouse.tenantplane;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.TenantRepository;

/** Keeps first answers together with the work that they tell of. */
@ApplicationScoped
class FirstAnswers extends TenantRepository<FirstAnswer> {

  /** Another request with the same key came first; its transaction is over. */
  static class Taken extends RuntimeException {
    Taken(Throwable cause) {
      super(cause);
    }
  }

  private static final Duration KEPT = Duration.ofDays(1);
  private static final int PURGE_EVERY = 64;

  FirstAnswers() {
    super(FirstAnswer.class);
  }

  @Transactional
  public Optional<FirstAnswer> kept(UUID id) {
    return find(id).filter(answer -> answer.isYoungerThan(KEPT));
  }

  /**
   * Runs {@code work} and keeps its answer, both or neither. The key is taken first, so that a
   * second request with it waits here and not in the middle of the work.
   *
   * @throws Taken when another request took the key
   */
  @Transactional
  public Response answer(UUID id, String fingerprint, Callable<Response> work) throws Exception {
    find(id).filter(answer -> !answer.isYoungerThan(KEPT)).ifPresent(this::remove);
    FirstAnswer first = new FirstAnswer(id, fingerprint);
    try {
      add(first);
    } catch (PersistenceException e) {
      throw new Taken(e);
    }
    Response answer = work.call();
    first.keep(answer);
    if (ThreadLocalRandom.current().nextInt(PURGE_EVERY) == 0) {
      entities()
          .createQuery("delete from FirstAnswer x where x.createdAt < :old")
          .setParameter("old", Times.now().minus(KEPT))
          .executeUpdate();
    }
    return answer;
  }
}

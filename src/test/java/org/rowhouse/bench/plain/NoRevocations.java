package org.rowhouse.bench.plain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;
import org.rowhouse.security.Revocations;

/** None, at no cost. */
@ApplicationScoped
public class NoRevocations implements Revocations {

  @Override
  public boolean isRevoked(UUID sessionOrSubject) {
    return false;
  }

  @Override
  public void revoke(Collection<UUID> sessionsOrSubjects) {
    throw new UnsupportedOperationException("only the product revokes");
  }
}

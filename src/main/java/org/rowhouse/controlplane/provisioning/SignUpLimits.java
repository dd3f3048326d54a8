package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;

/**
 * How many tenants the public may sign up within an hour, from one address and in all: each costs a
 * password hash, rows and perhaps a home. What was begun counts; what was refused does not.
 */
@ApplicationScoped
public class SignUpLimits {

  private static final Duration WINDOW = Duration.ofHours(1);

  private final Operations operations;
  private final Settings.Lifecycle limits;

  SignUpLimits() {
    operations = null;
    limits = null;
  }

  @Inject
  public SignUpLimits(Operations operations, Settings settings) {
    this.operations = operations;
    this.limits = settings.lifecycle();
  }

  /**
   * @throws Problem 429 when the public has had its share; operators are not limited
   */
  void require(Handle handle, Asker asker) {
    if (asker.address().isPresent()) {
      require(handle, asker.address(), limits.signUpsPerAddress());
      require(handle, Optional.empty(), limits.signUpsPerHour());
    }
  }

  private void require(Handle handle, Optional<String> address, int most) {
    Instant since = Instant.now().minus(WINDOW);
    if (operations.countPublic(handle, SignUpWork.KIND, since, address) >= most) {
      throw new Problem(
          429,
          "too-many-sign-ups",
          "Too many sign-ups",
          "There were too many sign-ups within the last hour. Try again later.",
          List.of(),
          Map.of("Retry-After", Long.toString(WINDOW.toSeconds() / 4)));
    }
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.RequestScoped;
import java.sql.SQLException;
import java.util.Optional;

/** Why the last COMMIT of this request failed; the servers report it without the cause. */
@RequestScoped
class CommitFailure {

  private SQLException cause;

  void keep(SQLException cause) {
    this.cause = cause;
  }

  Optional<SQLException> cause() {
    return Optional.ofNullable(cause);
  }
}

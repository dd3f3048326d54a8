package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Optional;
import org.rowhouse.http.FailureTranslator;
import org.rowhouse.http.Problem;

/** What failures of PostgreSQL, EclipseLink and JTA mean to a client. */
@ApplicationScoped
class DatabaseFailures implements FailureTranslator {

  private final CommitFailure commit;

  DatabaseFailures() {
    this(null);
  }

  @Inject
  DatabaseFailures(CommitFailure commit) {
    this.commit = commit;
  }

  @Override
  public Optional<Problem> translate(Throwable thrown) {
    if (thrown instanceof OptimisticLockException
        || thrown instanceof org.eclipse.persistence.exceptions.OptimisticLockException) {
      return Optional.of(
          new Problem(412, "stale", "Precondition failed", "The object has changed meanwhile."));
    }
    if (thrown instanceof SQLException sql) {
      return ofState(sql);
    }
    if (thrown instanceof RollbackException && thrown.getCause() == null) {
      return commit.cause().flatMap(DatabaseFailures::ofState);
    }
    return Optional.empty();
  }

  private static Optional<Problem> ofState(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return Optional.ofNullable(
        switch (state) {
          case "23505" -> Problem.conflict("already-exists", "Something with this key exists.");
          case "23503" ->
              Problem.conflict("reference", "Something that this refers to is gone, or in use.");
          case "22021", "22P05" -> Problem.invalid("text", "has a character that cannot be stored");
          case "40001", "40P01", "55P03" ->
              Problem.unavailable("busy", "Others are changing the same. Try again.", 1);
          case "57014" -> Problem.unavailable("timeout", "This took too long. Try again.", 5);
          default ->
              state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")
                  ? new DatabaseUnavailable(e)
                  : null;
        });
  }
}

package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes failed commits away from Jersey's own mapper, which throws them again: a bare 500. */
@Provider
@ApplicationScoped
public class CommitMapper implements ExceptionMapper<TransactionalException> {

  @Inject private ProblemMapper problems;

  @Override
  public Response toResponse(TransactionalException failed) {
    return problems.toResponse(failed);
  }
}

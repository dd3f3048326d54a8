package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes violations away from the servers' own mapper, which would say less. */
@Provider
@ApplicationScoped
public class ViolationMapper implements ExceptionMapper<ConstraintViolationException> {

  @Inject private ProblemMapper problems;

  @Override
  public Response toResponse(ConstraintViolationException violations) {
    return problems.toResponse(violations);
  }
}

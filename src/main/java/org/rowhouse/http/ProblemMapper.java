package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.Optional;
import org.rowhouse.http.Problem.FieldError;

/**
 * Answers every exception as a problem. It walks the chain of causes, because containers wrap; what
 * nobody knows is logged with the request id and answered as a bare 500.
 */
@Provider
@ApplicationScoped
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

  private final Instance<FailureTranslator> translators;
  // CDI's, not JAX-RS's: two applications share this bean
  @Inject private HttpServletRequest request;

  public ProblemMapper() {
    this(null);
  }

  @Inject
  public ProblemMapper(@Any Instance<FailureTranslator> translators) {
    this.translators = translators;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    String id = RequestId.of(request);
    Problem problem = problem(thrown);
    if (problem.status() >= 500) {
      LOG.log(
          problem.status() == 500 ? Level.ERROR : Level.WARNING,
          "Request " + id + " failed",
          thrown);
    }
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(ProblemJson.MEDIA_TYPE)
            .entity(ProblemJson.bytes(problem, id));
    problem.headers().forEach(answer::header);
    if (thrown instanceof WebApplicationException web
        && web.getResponse().getHeaderString(HttpHeaders.ALLOW) != null) {
      answer.header(HttpHeaders.ALLOW, web.getResponse().getHeaderString(HttpHeaders.ALLOW));
    }
    return answer.build();
  }

  private Problem problem(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth++ < 20; t = t.getCause()) {
      if (t instanceof Problem problem) {
        return problem;
      }
      if (t instanceof ConstraintViolationException violations) {
        return violated(violations);
      }
      if (t instanceof WebApplicationException web && t.getCause() == null) {
        return ProblemJson.ofStatus(web.getResponse().getStatus());
      }
      for (FailureTranslator translator : translators) {
        Optional<Problem> known = translator.translate(t);
        if (known.isPresent()) {
          return known.get();
        }
      }
    }
    return ProblemJson.ofStatus(
        thrown instanceof WebApplicationException web ? web.getResponse().getStatus() : 500);
  }

  private static Problem violated(ConstraintViolationException e) {
    if (e.getConstraintViolations().stream().anyMatch(ProblemMapper::ofReturnValue)) {
      return ProblemJson.ofStatus(500);
    }
    return Problem.invalid(
        e.getConstraintViolations().stream()
            .map(v -> new FieldError(field(v.getPropertyPath()), v.getMessage()))
            .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
            .toList());
  }

  private static boolean ofReturnValue(ConstraintViolation<?> violation) {
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.RETURN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The client's name of the field: without the Java method and parameter in front. */
  private static String field(Path path) {
    StringBuilder field = new StringBuilder();
    String parameter = "body";
    for (Path.Node node : path) {
      switch (node.getKind()) {
        case METHOD, CONSTRUCTOR, CROSS_PARAMETER -> {}
        case PARAMETER -> parameter = node.getName();
        default -> {
          if (node.isInIterable() && node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
          }
          if (node.getName() != null && !node.getName().startsWith("<")) {
            field.append(field.isEmpty() ? "" : ".").append(node.getName());
          }
        }
      }
    }
    return field.isEmpty() ? parameter : field.toString();
  }
}

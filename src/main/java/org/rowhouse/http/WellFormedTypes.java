package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/**
 * Refuses media types that servers treat differently: a body that says it may be anything would be
 * read by RESTEasy's own, lenient JSON; a weight that is no number is its internal error.
 */
@Provider
@PreMatching
@ApplicationScoped
public class WellFormedTypes implements ContainerRequestFilter {

  private static final Pattern BAD_WEIGHT =
      Pattern.compile(
          ";\\s*[qQ]\\s*=\\s*(?!(0(\\.\\d{0,3})?|1(\\.0{0,3})?)\\s*([;,]|$))", Pattern.DOTALL);

  @Inject private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    String type = request.getContentType();
    if (type != null && type.split(";", 2)[0].indexOf('*') >= 0) {
      throw ProblemJson.ofStatus(415);
    }
    String accept = context.getHeaderString(HttpHeaders.ACCEPT);
    if (accept != null && BAD_WEIGHT.matcher(accept).find()) {
      throw Problem.invalid(HttpHeaders.ACCEPT, "has a q that is no number from 0 to 1");
    }
  }
}

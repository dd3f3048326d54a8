package org.rowhouse.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * Gives every request an id: the client's {@code X-Request-Id} when it is well formed, else a new
 * one. It is echoed, stands in every problem and in the log; {@code traceparent} is echoed too.
 */
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST)
public class RequestId implements Filter {

  private static final String ATTRIBUTE = "rowhouse.request"; // named by the servers' access logs
  private static final String TRACE = "traceparent";

  /** The id of {@code request}. */
  public static String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) == null) {
      // the container refused it before any filter
      request.setAttribute(ATTRIBUTE, UUID.randomUUID().toString());
    }
    return request.getAttribute(ATTRIBUTE).toString();
  }

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    String given = request.getHeader("X-Request-Id");
    String id =
        given != null && given.matches("[A-Za-z0-9._:-]{1,100}")
            ? given
            : UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    response.setHeader("X-Request-Id", id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    String trace = request.getHeader(TRACE);
    if (trace != null && trace.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")) {
      response.setHeader(TRACE, trace);
    }
    chain.doFilter(in, out);
  }
}

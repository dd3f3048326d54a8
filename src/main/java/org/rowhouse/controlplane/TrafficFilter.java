package org.rowhouse.controlplane;

import jakarta.inject.Inject;
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

/** Counts requests; on a leaving node each is the last of its connection. */
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST)
public class TrafficFilter implements Filter {

  private static final String HEALTH = "/control/v1/health/";

  @Inject Traffic traffic;
  @Inject Leaving leaving;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    // HTTP/2 knows no such header
    if (request.getProtocol().startsWith("HTTP/1") && leaving.isLeaving()) {
      ((HttpServletResponse) out).setHeader("Connection", "close");
    }
    if (request.getRequestURI().startsWith(request.getContextPath() + HEALTH)) {
      chain.doFilter(in, out);
      return;
    }
    traffic.begin();
    try {
      chain.doFilter(in, out);
    } finally {
      traffic.end();
    }
  }
}

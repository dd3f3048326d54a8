package org.rowhouse.http.openapi;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rowhouse.http.PlaneApplication;

/**
 * Serves {@code /openapi.yaml}, made at the first request. It finds the planes as the container's
 * servlets: Jakarta REST names the servlet of an application after its class.
 */
@WebServlet("/openapi.yaml")
public class OpenApiServlet extends HttpServlet {

  private volatile String document;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (document == null) {
      document = Yaml.write(Document.of(routes()));
    }
    String tag = "\"" + Integer.toHexString(document.hashCode()) + "\"";
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", "public, max-age=300");
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("application/yaml");
    response.getOutputStream().write(document.getBytes(StandardCharsets.UTF_8));
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String servlet :
        getServletContext().getServletRegistrations().keySet().stream().sorted().toList()) {
      Class<?> application = named(servlet);
      if (application != null && PlaneApplication.class.isAssignableFrom(application)) {
        routes.addAll(Route.of(application, classes(application)));
      }
    }
    return routes;
  }

  private Class<?> named(String servlet) {
    try {
      return Class.forName(servlet, false, getServletContext().getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // any other servlet
    }
  }

  private static Set<Class<?>> classes(Class<?> application) {
    try {
      return ((PlaneApplication) application.getConstructor().newInstance()).getClasses();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(application + " needs a public constructor", e);
    }
  }
}

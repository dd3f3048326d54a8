package org.rowhouse.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The container's own errors, as problems; {@code web.xml} sends them here. */
@WebServlet("/error")
public class ErrorPage extends HttpServlet {

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Problem problem = ProblemJson.ofStatus(code instanceof Integer status ? status : 404);
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    response.setContentType(ProblemJson.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Request-Id", RequestId.of(request));
    response.getOutputStream().write(ProblemJson.bytes(problem, RequestId.of(request)));
  }
}

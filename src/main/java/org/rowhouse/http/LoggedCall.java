package org.rowhouse.http;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;

/**
 * What was called, for the server's access log: the request attribute {@code rowhouse.call} is
 * method and path, without the query. HTTP/2 carries line breaks in both and servers log them as
 * they come; here all but visible ASCII is percent-encoded, quotes too.
 */
@WebListener
public class LoggedCall implements ServletRequestListener {

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    if (event.getServletRequest() instanceof HttpServletRequest request) {
      request.setAttribute(
          "rowhouse.call", visible(request.getMethod()) + " " + visible(request.getRequestURI()));
    }
  }

  static String visible(String text) {
    if (text.chars().allMatch(LoggedCall::isVisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isVisible(b)) {
        visible.append((char) b);
      } else {
        visible.append('%').append("%02X".formatted(b));
      }
    }
    return visible.toString();
  }

  private static boolean isVisible(int c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '\\';
  }
}

package org.rowhouse.tenancy;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Whose data a request could see, for the server's access log: the request attribute {@code
 * rowhouse.tenant} is the id of the tenant that was entered, {@code -} when none was. Nothing that
 * a client sends stands there.
 */
@WebListener
public class LoggedTenant implements ServletRequestListener {

  private static final String ATTRIBUTE = "rowhouse.tenant";

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    event.getServletRequest().setAttribute(ATTRIBUTE, "-");
  }

  /** Call it where {@code request} enters a tenant. */
  public static void entered(ServletRequest request, Tenant tenant) {
    request.setAttribute(ATTRIBUTE, tenant.id().toString());
  }
}

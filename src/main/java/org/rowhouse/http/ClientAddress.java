package org.rowhouse.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;

/** Where a request comes from, for what is limited by address. */
public final class ClientAddress {

  private ClientAddress() {}

  /**
   * The last address on the way that no trusted proxy has, of all headers: proxies may add a line
   * of their own after that of the client. Of an IPv6 address only the network: whoever has one has
   * all of its 2^64.
   */
  public static String of(HttpServletRequest request, Set<String> trustedProxies) {
    String address = request.getRemoteAddr();
    String forwarded = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
    String[] hops = forwarded.isBlank() ? new String[0] : forwarded.split(",");
    for (int i = hops.length - 1; i >= 0 && trustedProxies.contains(address); i--) {
      address = withoutPort(hops[i].strip());
    }
    return network(address);
  }

  /** Some proxies tell the port too: another one for each connection. */
  static String withoutPort(String hop) {
    return hop.replaceFirst("^\\[([^\\]]*)](:\\d+)?$", "$1")
        .replaceFirst("^(\\d+(?:\\.\\d+){3}):\\d+$", "$1");
  }

  static String network(String address) {
    // a colon makes it a literal: no name is ever looked up
    if (!address.matches("[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,44}")) {
      return address.length() > 45 ? address.substring(0, 45) : address;
    }
    try {
      InetAddress literal = InetAddress.getByName(address);
      return literal instanceof Inet6Address
          ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(literal.getAddress(), 8))
          : literal.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}

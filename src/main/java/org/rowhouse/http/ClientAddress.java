package org.rowhouse.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Where a request comes from, for what is limited by address. */
public final class ClientAddress {

  private ClientAddress() {}

  /**
   * The last address on the way that no trusted proxy has. Of an IPv6 address only the network:
   * whoever has one has all of its 2^64.
   */
  public static String of(HttpServletRequest request, Set<String> trustedProxies) {
    String address = request.getRemoteAddr();
    String forwarded = request.getHeader("X-Forwarded-For");
    String[] hops = forwarded == null ? new String[0] : forwarded.split(",");
    for (int i = hops.length - 1; i >= 0 && trustedProxies.contains(address); i--) {
      address = hops[i].strip();
    }
    return network(address);
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

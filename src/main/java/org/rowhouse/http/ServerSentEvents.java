package org.rowhouse.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Whether a client would rather be told the changes than be given the state. */
public final class ServerSentEvents {

  private ServerSentEvents() {}

  /**
   * True if events are what the client likes best. An empty {@code Accept} likes nothing: RESTEasy
   * makes an empty list of it, Jersey a wildcard.
   */
  public static boolean wantedBy(HttpHeaders headers) {
    return headers.getAcceptableMediaTypes().stream()
        .limit(1)
        .filter(type -> !type.isWildcardType())
        .anyMatch(MediaType.SERVER_SENT_EVENTS_TYPE::isCompatible);
  }
}

package org.rowhouse.security;

/** Turns a bearer token into the caller it speaks for. */
public interface TokenVerifier {

  /**
   * The caller.
   *
   * @throws Unauthenticated when the token is not valid on this plane, at this moment
   * @throws org.rowhouse.http.Problem 503 when this node cannot know: its keys or revocations are
   *     stale, or an external issuer's keys cannot be had
   */
  Caller verify(Plane plane, String token);
}

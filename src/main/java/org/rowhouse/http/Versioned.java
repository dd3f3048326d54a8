package org.rowhouse.http;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers and preconditions of a single resource, by its version (RFC 9110, section 13). */
public final class Versioned {

  /** RESTEasy would take a version without quotes for a tag. */
  private static final Pattern TAGS =
      // possessive: without the last plus, some hundred tags overflow the stack
      Pattern.compile("\\s*(\\*|(W/)?\"[^\"]*\"(\\s*,\\s*(W/)?\"[^\"]*\")*+)\\s*");

  private Versioned() {}

  /** 200 with the view and its ETag, or 304 when the client has it. */
  public static Response found(Request request, long version, Object view) {
    Response.ResponseBuilder fresh = evaluate(request, version);
    return (fresh != null ? fresh : Response.ok(view)).tag(tag(version)).build();
  }

  /** 201 with Location, ETag and the view. */
  public static Response created(URI location, long version, Object view) {
    return Response.created(location).tag(tag(version)).entity(view).build();
  }

  /** 200 with the new view and its new ETag. */
  public static Response changed(long version, Object view) {
    return Response.ok(view).tag(tag(version)).build();
  }

  /**
   * Lets the request pass only if its {@code If-Match} names {@code version}.
   *
   * @throws Problem 428 without {@code If-Match}, 412 when it names another version
   */
  public static void requireMatch(Request request, String ifMatch, long version) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new Problem(
          428,
          "precondition-required",
          "Precondition required",
          "Send If-Match with the ETag of the object that you read.");
    }
    if (!TAGS.matcher(ifMatch).matches()) {
      throw malformed();
    }
    if (evaluate(request, version) != null) {
      throw ProblemJson.ofStatus(412);
    }
  }

  /**
   * Lets a PUT pass that changes an object the client has seen, or makes one that is not there.
   *
   * @param version that the object has; empty where there is none
   * @throws Problem 428 for a change without {@code If-Match}, 412 when {@code If-Match} or {@code
   *     If-None-Match} speaks of another state
   */
  public static void requireMatchOrNew(Request request, String ifMatch, Optional<Long> version) {
    if (version.isPresent()) {
      if (ifMatch == null && evaluate(request, version.get()) != null) {
        throw ProblemJson.ofStatus(412); // by If-None-Match
      }
      requireMatch(request, ifMatch, version.get());
    } else if (ifMatch != null) {
      throw ProblemJson.ofStatus(412);
    }
  }

  /** Servers may throw where the client's header is not a list of tags. */
  private static Response.ResponseBuilder evaluate(Request request, long version) {
    try {
      return request.evaluatePreconditions(tag(version));
    } catch (ProcessingException | IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static Problem malformed() {
    return new Problem(
        400,
        "malformed-etag",
        "Malformed ETag",
        "If-Match and If-None-Match take an ETag as it was read, in double quotes.");
  }

  private static EntityTag tag(long version) {
    return new EntityTag(Long.toString(version));
  }
}

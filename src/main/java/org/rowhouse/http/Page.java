package org.rowhouse.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, empty on the last
 */
public record Page<T>(List<T> items, @JsonIgnore Optional<String> next) {

  /** This page with each item replaced by its view. */
  public <V> Page<V> map(Function<T, V> view) {
    return new Page<>(items.stream().map(view).toList(), next);
  }

  /** 200 with the items and, if there is more, {@code Link: <…>; rel="next"}. */
  public Response answer(UriInfo uri) {
    Response.ResponseBuilder answer = Response.ok(this);
    next.ifPresent(
        cursor ->
            answer.header(
                "Link",
                "<%s>; rel=\"next\""
                    .formatted(
                        uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build())));
    return answer.build();
  }
}

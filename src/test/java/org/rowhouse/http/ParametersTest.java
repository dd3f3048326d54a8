package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private enum Order {
    UP,
    DOWN
  }

  @SuppressWarnings("unused")
  private static void route(@PathParam("id") UUID id, @QueryParam("order") Order order) {}

  private static Annotation[] parameter(int index) {
    try {
      return ParametersTest.class.getDeclaredMethod("route", UUID.class, Order.class)
          .getParameterAnnotations()[index];
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T inPath(Class<T> type, String text) {
    return new Parameters().getConverter(type, type, parameter(0)).fromString(text);
  }

  private static <T> T inQuery(Class<T> type, String text) {
    return new Parameters().getConverter(type, type, parameter(1)).fromString(text);
  }

  @Test
  void a_malformed_id_in_a_path_is_a_thing_that_does_not_exist() {
    UUID id = UUID.randomUUID();
    assertThat(inPath(UUID.class, id.toString())).isEqualTo(id);
    assertThat(catchThrowableOfType(Problem.class, () -> inPath(UUID.class, "1-1-1-1-1")).status())
        .isEqualTo(404);
  }

  @Test
  void a_malformed_query_parameter_is_named() {
    assertThat(inQuery(Order.class, "UP")).isEqualTo(Order.UP);
    assertThat(inQuery(Order.class, null)).isNull();
    assertThat(catchThrowableOfType(Problem.class, () -> inQuery(Order.class, "up")).errors())
        .containsExactly(new Problem.FieldError("order", "must be one of [UP, DOWN]"));
    assertThat(catchThrowableOfType(Problem.class, () -> inQuery(Integer.class, "1e3")).status())
        .isEqualTo(400);
    assertThat(catchThrowableOfType(Problem.class, () -> inQuery(String.class, "a\0")).status())
        .isEqualTo(400);
  }
}

package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Instance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {

  private static final FailureTranslator SQL =
      thrown ->
          thrown instanceof SQLException
              ? Optional.of(Problem.conflict("taken", "It is taken."))
              : Optional.empty();

  private static Response answer(Throwable thrown) throws Exception {
    ProblemMapper mapper = new ProblemMapper(translators());
    Field request = ProblemMapper.class.getDeclaredField("request");
    request.setAccessible(true);
    request.set(mapper, proxy(HttpServletRequest.class, () -> "request-1"));
    return mapper.toResponse(thrown);
  }

  private static String text(Response answer) {
    return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static Instance<FailureTranslator> translators() {
    return proxy(Instance.class, () -> List.of(SQL).iterator());
  }

  /** Whatever is asked of it, it answers this. */
  private static <T> T proxy(Class<T> type, Supplier<Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.get()));
  }

  @Test
  void a_problem_is_found_however_containers_wrap_it() throws Exception {
    Response answer =
        answer(
            new RuntimeException(
                new InvocationTargetException(
                    Problem.unavailable("starting", "Not yet.", 2), "wrapped")));
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("2");
    assertThat(answer.getMediaType()).hasToString("application/problem+json");
    assertThat(text(answer)).contains("problems/starting", "\"instance\":\"request-1\"");
  }

  @Test
  void failures_of_a_technology_are_translated() throws Exception {
    Response answer = answer(new IllegalStateException(new SQLException("secret: select 1")));
    assertThat(answer.getStatus()).isEqualTo(409);
    assertThat(text(answer)).contains("It is taken.").doesNotContain("secret");
  }

  @Test
  void what_nobody_knows_tells_nothing() throws Exception {
    Response answer = answer(new IllegalStateException("secret in com.example.Secret"));
    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(text(answer)).doesNotContain("secret", "Secret", "Exception", "java");
  }

  @Test
  void what_jax_rs_refuses_keeps_its_status() throws Exception {
    assertThat(answer(new NotFoundException("RESTEASY003210")).getStatus()).isEqualTo(404);
    assertThat(text(answer(new NotFoundException("RESTEASY003210")))).doesNotContain("RESTEASY");
    Response notAllowed =
        answer(new NotAllowedException(Response.status(405).allow("GET").build()));
    assertThat(notAllowed.getStatus()).isEqualTo(405);
    assertThat(notAllowed.getHeaderString("Allow")).contains("GET");
  }

  @Test
  void a_loop_of_causes_ends() throws Exception {
    RuntimeException one = new RuntimeException();
    RuntimeException two = new RuntimeException(one);
    one.initCause(two);
    assertThat(answer(one).getStatus()).isEqualTo(500);
  }
}

package org.rowhouse.tenantplane;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Secrets;

/** Honours {@link Idempotent}, outside the transaction of the work. */
@Interceptor
@Idempotent
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class IdempotentInterceptor {

  private static final String HEADER = "Idempotency-Key";

  @Inject private HttpServletRequest request;
  @Inject private CurrentCaller caller;
  @Inject private FirstAnswers answers;
  @Inject private Secrets secrets;

  @AroundInvoke
  Object answerOnce(InvocationContext call) throws Exception {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return call.proceed();
    }
    if (!key.matches("[\\x21-\\x7e]{1,200}")) {
      throw Problem.invalid(HEADER, "must have 1 to 200 visible characters");
    }
    UUID id = id(caller.get().issuer(), caller.get().subject(), request.getRequestURI(), key);
    String fingerprint = secrets.fingerprint("idempotent body", Json.text(body(call)));
    Optional<FirstAnswer> first = answers.kept(id);
    if (first.isEmpty()) {
      try {
        return answers.answer(id, fingerprint, () -> (Response) call.proceed());
      } catch (FirstAnswers.Taken e) {
        first = answers.kept(id);
        if (first.isEmpty()) {
          throw e;
        }
      }
    }
    if (!first.get().isTo(fingerprint)) {
      throw new Problem(
          422,
          "idempotency-key-reused",
          "Idempotency key reused",
          "This Idempotency-Key came with another body before. Take a new key.");
    }
    return first.get().again();
  }

  private UUID id(String... parts) {
    String hash = secrets.fingerprint("idempotency key", Json.text(parts));
    return new UUID(
        new BigInteger(hash.substring(0, 16), 16).longValue(),
        new BigInteger(hash.substring(16, 32), 16).longValue());
  }

  private static Object body(InvocationContext call) {
    return Arrays.stream(call.getParameters())
        .filter(Record.class::isInstance)
        .findFirst()
        .orElse(null);
  }
}

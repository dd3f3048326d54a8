package org.rowhouse.tenantplane;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.cache.TenantCache;

/** Honours {@link Idempotent}, outside the transaction of the work. */
@Interceptor
@Idempotent
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class IdempotentInterceptor {

  private static final String HEADER = "Idempotency-Key";
  private static final String PURPOSE = "idempotent body";

  @Inject private HttpServletRequest request;
  @Inject private CurrentCaller caller;
  @Inject private FirstAnswers answers;
  @Inject private Secrets secrets;
  @Inject private TenantCache cache;

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
    String body = Json.text(body(call));
    Optional<FirstAnswer> first = answers.kept(id);
    if (first.isEmpty()) {
      try {
        return answers.answer(
            id, secrets.fingerprint(PURPOSE, body), () -> (Response) call.proceed());
      } catch (FirstAnswers.Taken e) {
        first = answers.kept(id);
        if (first.isEmpty()) {
          throw e;
        }
      }
    }
    if (!secrets.matches(PURPOSE, body, first.get().fingerprint())) {
      throw new Problem(
          422,
          "idempotency-key-reused",
          "Idempotency key reused",
          "This Idempotency-Key came with another body before. Take a new key.");
    }
    cache.forgetAll(); // who answered first may not have come to it
    return first.get().again();
  }

  /** Without a secret key in it: rotating keys must not make a retry a new request. */
  private static UUID id(String... parts) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(Json.bytes(parts)));
      return new UUID(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object body(InvocationContext call) {
    return Arrays.stream(call.getParameters())
        .filter(Record.class::isInstance)
        .findFirst()
        .orElse(null);
  }
}

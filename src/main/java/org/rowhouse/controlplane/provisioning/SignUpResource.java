package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.operation.Endings;
import org.rowhouse.controlplane.operation.NewOperation.Retry;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationView;
import org.rowhouse.controlplane.operation.OperationsResource;
import org.rowhouse.controlplane.provisioning.SignUp.Applicant;
import org.rowhouse.http.ClientAddress;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Forbidden;
import org.rowhouse.security.Passwords;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;

/** Signing up: by anybody where it is open, else by operators. */
@Path("tenants")
@ApplicationScoped
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class SignUpResource {

  private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,4})(?:$|[,;\\s])");
  private static final int LONGEST_WAIT = 60;

  @Inject Settings settings;
  @Inject CurrentCaller caller;
  @Inject Passwords passwords;
  @Inject SignUp signUp;
  @Inject Endings endings;
  @Inject Tenants tenants;

  /** 202 with the operation; 201 with the tenant when {@code Prefer: wait} sees it done. */
  @POST
  @Answers(value = OperationView.class, status = 202)
  @Answers(value = TenantView.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response signUp(
      @NotNull @Valid SignUpBody body,
      @HeaderParam("Idempotency-Key")
          @jakarta.validation.constraints.Pattern(
              regexp = "[!-~]{1,200}",
              message = "must have 1 to 200 visible characters")
          String key,
      @HeaderParam("Prefer") String prefer,
      @Context HttpServletRequest http,
      @Context UriInfo uri) {
    Asker asker = allowed(body, http);
    Optional<Retry> retry = Optional.ofNullable(key).map(k -> new Retry(k, Json.text(body)));
    Operation operation =
        retry
            .flatMap(signUp::repeated)
            .orElseGet(() -> signUp.begin(applicant(body, asker), asker, retry));
    Duration wait = wait(prefer);
    Operation seen = endings.await(operation.id(), wait);
    return wait.isZero() ? OperationsResource.underWay(seen, uri) : answer(seen, uri);
  }

  private Asker allowed(SignUpBody body, HttpServletRequest http) {
    Optional<Caller> operator =
        caller.find().filter(c -> c.plane() == Plane.CONTROL && c.is("operator"));
    if (operator.isPresent()) {
      return Asker.operator(operator.get().subject());
    }
    if (settings.lifecycle().signUp() != Settings.SignUp.OPEN) {
      throw caller.find().isEmpty() ? new Unauthenticated() : new Forbidden();
    }
    if (body.isOperatorsChoice()) {
      throw new Problem(
          403,
          "operators-choice",
          "Only operators choose this",
          "Only an operator may choose isolation, server or seed. Leave them out.");
    }
    return Asker.at(ClientAddress.of(http, settings.web().trustedProxies()));
  }

  private Applicant applicant(SignUpBody body, Asker asker) {
    Optional<String> slug = Optional.ofNullable(body.slug());
    slug.ifPresent(Slugs::requireUsable);
    Runnable likely = () -> signUp.requireLikely(slug, asker);
    likely.run();
    Isolation isolation = body.isolation() == null ? Isolation.SHARED : body.isolation();
    return new Applicant(
        body.organization().strip(),
        slug,
        isolation,
        Optional.ofNullable(body.server()),
        new FirstAdmin(
            body.admin().email().toLowerCase(Locale.ROOT),
            body.admin().name().strip(),
            // of many who want one slug at once all but the first learn it without that cost
            passwords.hash(body.admin().password(), likely)),
        Boolean.TRUE.equals(body.seed()));
  }

  private static Duration wait(String prefer) {
    Matcher wait = WAIT.matcher(prefer == null ? "" : prefer.toLowerCase(Locale.ROOT));
    return wait.find()
        ? Duration.ofSeconds(Math.min(Integer.parseInt(wait.group(1)), LONGEST_WAIT))
        : Duration.ZERO;
  }

  private Response answer(Operation operation, UriInfo uri) {
    return switch (operation.state()) {
      case PENDING, RUNNING -> OperationsResource.underWay(operation, uri);
      case SUCCEEDED -> {
        TenantRow row = tenants.byId(operation.tenantId()).orElseThrow(Problem::notFound);
        yield Versioned.created(
            uri.getBaseUriBuilder().path("tenants/{id}").build(row.id().value()),
            row.change(),
            TenantView.of(row));
      }
      case FAILED, CANCELLED, DEAD ->
          throw Problem.unavailable(
              "sign-up-failed",
              "The sign-up failed and was undone: " + operation.error() + ". Try again.",
              30);
    };
  }
}

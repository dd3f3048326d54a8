package org.rowhouse.testkit;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.testkit.Http.Ask;

/** A running product seen from outside, by somebody who has an operator's password. */
public final class RunningRowhouse {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TENANTS = "/control/v1/tenants";

  private final Http http;
  private final String operatorEmail;
  private final String operatorPassword;

  private RunningRowhouse(Http http, String operatorEmail, String operatorPassword) {
    this.http = http;
    this.operatorEmail = operatorEmail;
    this.operatorPassword = operatorPassword;
  }

  /**
   * @param base where the product is, for example {@code http://localhost:8080}
   */
  public static RunningRowhouse at(URI base, String operatorEmail, String operatorPassword) {
    return new RunningRowhouse(new Http(base), operatorEmail, operatorPassword);
  }

  /**
   * Signs a tenant up and returns when it can be used.
   *
   * @param isolation SHARED or SCHEMA
   */
  public ThrowAwayTenant signUp(Isolation isolation) {
    var plan = ThrowAwayTenant.Plan.of(isolation);
    String body =
        """
        {"organization":"%s","slug":"%s","isolation":"%s",\
        "admin":{"email":"%s","name":"Admin","password":"%s"}}"""
            .formatted(
                plan.organization(),
                plan.slug(),
                plan.isolation(),
                plan.adminEmail(),
                plan.password());
    String operator = operatorToken();
    Ask ask = Ask.of("POST", TENANTS, body).as(operator).with("Prefer", "wait=30");
    Reply made = expect(ask, 201, 202);
    String id =
        made.status() == 201
            ? made.member("id").orElseThrow()
            : ended(http.pathOf(made.header("Location").orElseThrow()), operator);
    return new ThrowAwayTenant(
        new TenantId(UUID.fromString(id)), plan, () -> token(plan), () -> suspend(id));
  }

  /**
   * POSTs as the admin of {@code tenant}, which must answer 201: for what a resource under test
   * needs to exist before it.
   *
   * @return the path of what was made
   */
  public String create(ThrowAwayTenant tenant, String path, String json) {
    Reply made = expect(Ask.of("POST", path, json).as(tenant.token()), 201);
    return http.pathOf(made.header("Location").orElseThrow());
  }

  Http http() {
    return http;
  }

  private String ended(String operation, String token) {
    Instant end = Instant.now().plus(PATIENCE);
    Reply now = expect(Ask.get(operation).as(token), 200);
    while (now.member("state").orElseThrow().matches("PENDING|RUNNING")) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("The sign-up did not end in " + PATIENCE + ": " + now);
      }
      pause();
      now = expect(Ask.get(operation).as(token), 200);
    }
    if (!now.member("state").orElseThrow().equals("SUCCEEDED")) {
      throw new IllegalStateException("The sign-up failed: " + now);
    }
    return now.member("tenantId").orElseThrow();
  }

  private void suspend(String id) {
    String operator = operatorToken();
    String etag =
        expect(Ask.get(TENANTS + "/" + id).as(operator), 200).header("ETag").orElseThrow();
    expect(
        Ask.of("PUT", TENANTS + "/" + id + "/suspension", null).as(operator).with("If-Match", etag),
        200);
  }

  private String operatorToken() {
    return token("/control/v1/tokens", "", operatorEmail, operatorPassword);
  }

  private String token(ThrowAwayTenant.Plan plan) {
    String tenant = "\"tenant\":\"%s\",".formatted(plan.slug());
    return token("/api/v1/tokens", tenant, plan.adminEmail(), plan.password());
  }

  private String token(String path, String more, String email, String password) {
    String body =
        "{%s\"email\":%s,\"password\":%s}".formatted(more, quoted(email), quoted(password));
    return expect(Ask.of("POST", path, body), 200, 201).member("accessToken").orElseThrow();
  }

  private Reply expect(Ask ask, int... statuses) {
    Reply reply = http.send(ask);
    for (int status : statuses) {
      if (reply.status() == status) {
        return reply;
      }
    }
    // not the request: it may hold a password
    throw new IllegalStateException(ask.method() + " " + ask.path() + " answered " + reply);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

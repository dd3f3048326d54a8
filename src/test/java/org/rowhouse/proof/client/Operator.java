package org.rowhouse.proof.client;

import java.io.IOException;
import java.util.Map;

/** The operator of a running product. */
public record Operator(String token) {

  public static final String CONTROL = "/control/v1";

  public static Operator login(Wire wire, String email, String password) throws IOException {
    Answer tokens =
        wire.send(Call.post(CONTROL + "/tokens", Map.of("email", email, "password", password)));
    Account.expect(200, tokens);
    return new Operator(tokens.get("accessToken"));
  }

  /** The e-mail address of the first admin that {@link #signUp} asks for. */
  public static String adminOf(String slug) {
    return slug + "@tenants.example";
  }

  public Call sign(Call call) {
    return call.token(token);
  }

  /** The request that signs a tenant up, with {@link #adminOf} as its admin. */
  public Call signUp(String slug, String isolation) {
    return signUp(slug, isolation, 30);
  }

  /** As {@link #signUp(String, String)}, waiting so many seconds for its end. */
  public Call signUp(String slug, String isolation, int wait) {
    return sign(
        Call.post(
                CONTROL + "/tenants",
                Map.of(
                    "organization",
                    "Tenant " + slug,
                    "slug",
                    slug,
                    "isolation",
                    isolation,
                    "admin",
                    Map.of(
                        "email",
                        adminOf(slug),
                        "name",
                        "Admin of " + slug,
                        "password",
                        Account.PASSWORD)))
            .header("Prefer", "wait=" + wait));
  }

  /** A new tenant, its admin logged in. */
  public Account tenant(Wire wire, String slug, String isolation) throws IOException {
    Account.expect(201, wire.send(signUp(slug, isolation)));
    return Account.login(wire, slug, adminOf(slug), Account.PASSWORD);
  }

  /** Nobody enters the tenant from now on. */
  public void suspend(Wire wire, Account tenant) throws IOException {
    String path = CONTROL + "/tenants/" + tenant.tenantId();
    Answer found = wire.send(sign(Call.get(path)));
    Account.expect(200, found);
    Call suspension = Call.of("PUT", path + "/suspension").header("If-Match", found.etag());
    Account.expect(200, wire.send(sign(suspension)));
  }
}

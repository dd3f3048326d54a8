package org.rowhouse.tenantplane;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;

/**
 * A tenant of its own on the product that all tests share.
 *
 * @param anybody a client without a token
 */
public record TestTenant(ApiClient anybody, String id, String slug, Person admin) {

  public static final String API = "/api/v1";
  public static final String PASSWORD = "correct horse battery staple";

  /** A member, signed in. */
  public record Person(String id, String email, ApiClient client, String token, String refresh) {

    /** The client, with the ETag that {@code path} has now. */
    public ApiClient matching(String path) {
      return client.with("If-Match", client.get(path).expect(200).header("ETag").orElseThrow());
    }

    public Answer patch(String path, Object change) {
      return matching(path).patch(path, change);
    }

    public Answer delete(String path) {
      return matching(path).delete(path);
    }

    /** POSTs, which must succeed, and answers the path of what was made. */
    public String make(String path, Map<String, ?> body) {
      return pathOf(client.post(path, body).expect(201));
    }
  }

  /** Signed up on the first node. */
  public static TestTenant fresh() {
    return fresh(RunningProduct.shared().api());
  }

  /** Signed up on the node of {@code anybody}. */
  public static TestTenant fresh(ApiClient anybody) {
    String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
    String email = "ada@" + slug + ".example";
    var admin = Map.of("email", email, "name", "Ada", "password", PASSWORD);
    Answer made =
        anybody
            .with("Prefer", "wait=30")
            .post(
                "/control/v1/tenants",
                Map.of("organization", "Acme " + slug, "slug", slug, "admin", admin))
            .expect(201);
    var without = new TestTenant(anybody, made.json().get("id").asText(), slug, null);
    return new TestTenant(anybody, without.id, slug, without.signedIn(email));
  }

  /** The same tenant on another node, for whoever has no token yet. */
  public TestTenant on(ApiClient node) {
    return new TestTenant(node, id, slug, admin);
  }

  /** The same tenant, of which somebody else is the admin by now. */
  public TestTenant ledBy(Person other) {
    return new TestTenant(anybody, id, slug, other);
  }

  public Answer signIn(String email, String password) {
    return anybody.post(
        API + "/tokens", Map.of("tenant", slug, "email", email, "password", password));
  }

  public Answer refresh(String token) {
    return anybody.post(API + "/tokens/refresh", Map.of("refreshToken", token));
  }

  public Person signedIn(String email) {
    Answer tokens = signIn(email, PASSWORD).expect(200);
    String token = tokens.json().get("accessToken").asText();
    ApiClient client = anybody.withToken(token);
    String member = client.get(API + "/me").expect(200).json().at("/member/id").asText();
    return new Person(member, email, client, token, tokens.json().get("refreshToken").asText());
  }

  /** A new member, signed in. */
  public Person join(String role) {
    String email = UUID.randomUUID() + "@" + slug + ".example";
    admin.make(
        API + "/members",
        Map.of("email", email, "name", "Bob", "password", PASSWORD, "roles", List.of(role)));
    return signedIn(email);
  }

  /** The path of a new project. */
  public String project() {
    String key =
        "P"
            + UUID.randomUUID()
                .toString()
                .replace("-", "")
                .substring(0, 9)
                .toUpperCase(Locale.ROOT);
    return admin.make(API + "/projects", Map.of("key", key, "name", "Project " + key));
  }

  /** The path of a new issue. */
  public String issue(String project, String title) {
    return admin.make(project + "/issues", Map.of("title", title));
  }

  public static String member(Person person) {
    return API + "/members/" + person.id();
  }

  /** The path in the {@code Location} of an answer. */
  public static String pathOf(Answer answer) {
    String location = answer.header("Location").orElseThrow();
    return location.substring(location.indexOf(API));
  }

  /** What an answer says was wrong. */
  public static List<String> faultyFields(Answer answer) {
    return answer.expect(400).json().findValuesAsText("field");
  }
}

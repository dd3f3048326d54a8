package org.rowhouse.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Sample data, entered through the product's own API as a customer would. What exists is left
 * alone, so an interrupted run is completed by the next.
 */
final class DemoData {
  private final SignUp signUp;
  private ApiClient operator;

  DemoData(SignUp signUp) {
    this.signUp = signUp;
  }

  /** Signs the tenant up and fills it; says what was there and what is new. */
  String ensure(DemoTenant tenant) {
    var admin =
        new SignUp.Admin(
            tenant.email(tenant.admin().name()), tenant.admin().name(), DemoTenant.PASSWORD);
    boolean known = signUp.login(tenant.slug(), admin.email(), admin.password()).isOk();
    if (!known) {
      signUp.tenant(operator(), tenant.organization(), tenant.slug(), tenant.isolation(), admin);
    }
    int made = new Filling(tenant).fill();
    String what = tenant.organization() + ", " + tenant.isolation();
    return what + (made == 0 ? ", as it was" : ", %d rows entered".formatted(made));
  }

  private ApiClient operator() {
    if (operator == null) {
      operator = signUp.operator();
    }
    return operator;
  }

  /** One tenant being filled. */
  private final class Filling {
    private final DemoTenant tenant;
    private final Map<String, ApiClient> clients = new HashMap<>();
    private final Map<String, String> memberIds = new HashMap<>();
    private int made;

    Filling(DemoTenant tenant) {
      this.tenant = tenant;
    }

    int fill() {
      ApiClient admin = as(tenant.admin().name());
      Map<String, JsonNode> members = items(admin, "/api/v1/members", "email");
      for (var person : tenant.members()) {
        String email = tenant.email(person.name());
        JsonNode member = members.get(email);
        if (member == null) {
          member =
              make(
                  admin,
                  "/api/v1/members",
                  Map.of(
                      "email",
                      email,
                      "name",
                      person.name(),
                      "roles",
                      person.roles(),
                      "password",
                      DemoTenant.PASSWORD));
        }
        memberIds.put(person.name(), member.required("id").textValue());
      }
      Map<String, JsonNode> projects = items(admin, "/api/v1/projects", "key");
      for (var project : tenant.projects()) {
        JsonNode known = projects.get(project.key());
        if (known == null) {
          known =
              make(
                  admin,
                  "/api/v1/projects",
                  Map.of(
                      "key",
                      project.key(),
                      "name",
                      project.name(),
                      "description",
                      project.description()));
        }
        issues(project, "/api/v1/projects/" + known.required("id").textValue() + "/issues");
      }
      return made;
    }

    private void issues(DemoTenant.Project project, String path) {
      Map<String, JsonNode> known = items(as(tenant.admin().name()), path, "title");
      for (var issue : project.issues()) {
        if (!known.containsKey(issue.title())) {
          JsonNode entered = make(as(tenant.admin().name()), path, body(issue));
          String comments = "/api/v1/issues/" + entered.required("id").textValue() + "/comments";
          for (var comment : issue.comments()) {
            make(as(comment.author()), comments, Map.of("body", comment.body()));
          }
        }
      }
    }

    private Map<String, Object> body(DemoTenant.Issue issue) {
      var body = new LinkedHashMap<String, Object>();
      body.put("title", issue.title());
      body.put("description", issue.description());
      body.put("status", issue.status());
      body.put("priority", issue.priority());
      body.put("labels", issue.labels());
      if (issue.assignee() != null) {
        body.put("assignee", memberIds.get(issue.assignee()));
      }
      body.values().removeIf(Objects::isNull);
      return body;
    }

    private JsonNode make(ApiClient client, String path, Object body) {
      made++;
      return client.post(path, body).expect(201).json();
    }

    private ApiClient as(String name) {
      return clients.computeIfAbsent(
          name, each -> signUp.member(tenant.slug(), tenant.email(each), DemoTenant.PASSWORD));
    }
  }

  private static Map<String, JsonNode> items(ApiClient client, String path, String key) {
    JsonNode items = client.get(path + "?limit=200").expect(200).json().required("items");
    return StreamSupport.stream(items.spliterator(), false)
        .collect(
            Collectors.toMap(
                item -> item.required(key).textValue(), Function.identity(), (a, b) -> a));
  }
}

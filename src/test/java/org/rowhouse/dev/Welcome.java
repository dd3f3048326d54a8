package org.rowhouse.dev;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the development run prints when all is up: where, who, and the proof of isolation. */
record Welcome(int port, Map<String, String> settings) {

  String text(SignUp signUp, List<DemoTenant> tenants) {
    DemoTenant owner = tenants.get(0);
    DemoTenant stranger = tenants.get(1);
    String project = firstProject(signUp, owner);
    return """

        Rowhouse runs at http://localhost:%d  (Ctrl-C stops everything, -Ddev.reset starts afresh)

          tenants     %s
          API         /api/v1 for a tenant, /control/v1 for operators, /openapi.yaml
          operator    %s  %s
          database    %s  user %s

        demo members, password %s:

        %s
        %s reads its project: 200. %s asks for the same project: 404, as if it did not exist.

        %s

        %s
        """
        .formatted(
            port,
            each(tenants, tenant -> "http://%s.localhost:%d".formatted(tenant.slug(), port), "  "),
            settings.get("ROWHOUSE_OPERATOR_EMAIL"),
            settings.get("ROWHOUSE_OPERATOR_PASSWORD"),
            settings.get("ROWHOUSE_DB_URL").substring("jdbc:".length()),
            settings.get("ROWHOUSE_DB_USER"),
            DemoTenant.PASSWORD,
            each(tenants, Welcome::members, ""),
            owner.slug(),
            stranger.slug(),
            curl(owner, project),
            curl(stranger, project));
  }

  private static String each(
      List<DemoTenant> tenants, Function<DemoTenant, String> text, String gap) {
    return tenants.stream().map(text).collect(Collectors.joining(gap));
  }

  private static String members(DemoTenant tenant) {
    String names =
        tenant.members().stream()
            .map(member -> tenant.email(member.name()))
            .collect(Collectors.joining(" "));
    return "  %-11s %s%n".formatted(tenant.slug(), names);
  }

  private static String firstProject(SignUp signUp, DemoTenant tenant) {
    String email = tenant.email(tenant.admin().name());
    return signUp
        .member(tenant.slug(), email, DemoTenant.PASSWORD)
        .get("/api/v1/projects?limit=1")
        .expect(200)
        .json()
        .required("items")
        .required(0)
        .required("id")
        .textValue();
  }

  /** Logs in and asks, in any plain shell. */
  String curl(DemoTenant tenant, String project) {
    String base = "http://localhost:" + port + "/api/v1";
    String login =
        "curl -s %s/tokens -H 'Content-Type: application/json' -d '%s' | %s"
            .formatted(
                base, credentials(tenant), "sed 's/.*\"accessToken\":\"\\([^\"]*\\).*/\\1/'");
    return "curl -sw '\\n%%{http_code}\\n' %s/projects/%s -H \"Authorization: Bearer $(%s)\""
        .formatted(base, project, login);
  }

  private static String credentials(DemoTenant tenant) {
    return "{\"tenant\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
        .formatted(tenant.slug(), tenant.email(tenant.admin().name()), DemoTenant.PASSWORD);
  }
}

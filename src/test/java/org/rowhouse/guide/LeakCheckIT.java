package org.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.testkit.LeakCheck;
import org.rowhouse.testkit.RunningRowhouse;
import org.rowhouse.testkit.ThrowAwayTenant;

/** The kit's own check on the sample product, whose resources are each of another shape. */
class LeakCheckIT {

  private static final RunningProduct PRODUCT = RunningProduct.shared();
  private static final RunningRowhouse ROWHOUSE = PRODUCT.rowhouse();

  @Test
  void projects_leak_nothing() {
    int requests =
        LeakCheck.of("/api/v1/projects")
            .creating(LeakCheckIT::project)
            .changing(canary -> "{\"name\":\"%s\"}".formatted(canary))
            .verify(ROWHOUSE);
    assertThat(requests).isGreaterThan(400);
  }

  @Test
  void issues_of_a_project_leak_nothing() {
    LeakCheck.of(LeakCheckIT::issues)
        .creating(canary -> "{\"title\":\"%s\",\"labels\":[\"%s\"]}".formatted(canary, canary))
        .changing(canary -> "{\"description\":\"%s\"}".formatted(canary))
        .searching(canary -> "?q=" + canary)
        .searching(canary -> "?label=" + canary)
        .verify(ROWHOUSE);
  }

  @Test
  void comments_that_have_no_read_of_their_own_leak_nothing() {
    LeakCheck.of(
            tenant -> ROWHOUSE.create(tenant, issues(tenant), "{\"title\":\"one\"}") + "/comments")
        .creating(canary -> "{\"body\":\"%s\"}".formatted(canary))
        .among(Isolation.SCHEMA, Isolation.SCHEMA)
        .verify(ROWHOUSE);
  }

  @Test
  void what_cannot_be_read_again_proves_nothing() {
    assertThatThrownBy(
            () ->
                LeakCheck.of("/api/v1/projects")
                    .creating(
                        canary -> "{\"key\":\"%s\",\"name\":\"silent\"}".formatted(key(canary)))
                    .verify(ROWHOUSE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is not in /api/v1/projects/");
  }

  @Test
  void a_search_that_finds_nothing_proves_nothing() {
    assertThatThrownBy(
            () ->
                LeakCheck.of(LeakCheckIT::issues)
                    .creating(canary -> "{\"title\":\"%s\"}".formatted(canary))
                    .searching(canary -> "?label=" + canary)
                    .verify(ROWHOUSE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not find the row");
  }

  @Test
  void a_thrown_away_tenant_can_be_entered_until_it_is_closed() {
    ThrowAwayTenant tenant = ROWHOUSE.signUp(Isolation.SCHEMA);
    String token = tenant.token();
    PRODUCT.api().withToken(token).get("/api/v1/projects").expect(200);
    tenant.close();
    PRODUCT.api().withToken(token).get("/api/v1/projects").expect(403);
    assertThatThrownBy(tenant::token).hasMessageContaining("tenant-suspended");
  }

  @Test
  void outside_the_server_the_kit_needs_the_jdk_and_the_products_classes_only() throws Exception {
    URL[] jars = {Jars.CLASSES.toUri().toURL(), Jars.KIT.toUri().toURL()};
    try (var alone = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = alone.loadClass(RunningRowhouse.class.getName());
      Class<?> isolation = alone.loadClass(Isolation.class.getName());
      Object product =
          type.getMethod("at", URI.class, String.class, String.class)
              .invoke(
                  null,
                  PRODUCT.node().uri(),
                  PRODUCT.settings().get("ROWHOUSE_OPERATOR_EMAIL"),
                  PRODUCT.settings().get("ROWHOUSE_OPERATOR_PASSWORD"));
      Object tenant =
          type.getMethod("signUp", isolation).invoke(product, isolation.getEnumConstants()[0]);
      Object token = tenant.getClass().getMethod("token").invoke(tenant);
      PRODUCT.api().withToken(token.toString()).get("/api/v1/projects").expect(200);
      tenant.getClass().getMethod("close").invoke(tenant);
      PRODUCT.api().withToken(token.toString()).get("/api/v1/projects").expect(403);
    }
  }

  private static String project(String canary) {
    return "{\"key\":\"%s\",\"name\":\"%s\"}".formatted(key(canary), canary);
  }

  private static String key(String canary) {
    return "P" + canary.substring(canary.length() - 6).toUpperCase(Locale.ROOT);
  }

  private static String issues(ThrowAwayTenant tenant) {
    return ROWHOUSE.create(tenant, "/api/v1/projects", "{\"key\":\"ONE\",\"name\":\"One\"}")
        + "/issues";
  }
}

package org.rowhouse.guide;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.io.File;
import java.net.URL;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantSuspended;
import org.rowhouse.tenantplane.project.Project;
import org.rowhouse.tenantplane.project.Projects;
import org.rowhouse.testkit.AsTenant;
import org.rowhouse.testkit.LeakCheck;
import org.rowhouse.testkit.RunningRowhouse;
import org.rowhouse.testkit.ThrowAwayTenant;

@ExtendWith(ArquillianExtension.class)
class ProjectsInServerIT {

  @Inject private Projects projects;

  @Deployment
  static WebArchive the_product_the_kit_and_this_test() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/rowhouse.war"))
        .addAsLibrary(new File("target/rowhouse-test-kit.jar"))
        .addClass(ProjectsInServerIT.class);
  }

  @Test
  void a_project_is_its_tenants() {
    try (var acme = ThrowAwayTenant.inServer(Isolation.SHARED);
        var globex = ThrowAwayTenant.inServer(Isolation.SCHEMA)) {
      UUID id = AsTenant.call(acme.id(), () -> projects.add(new Project("ONE", "One", null)).id());
      assertTrue(AsTenant.call(acme.id(), () -> projects.find(id).isPresent()));
      assertFalse(AsTenant.call(globex.id(), () -> projects.find(id).isPresent()));
    }
  }

  @Test
  void a_tenant_thrown_away_is_entered_no_more() {
    var gone = ThrowAwayTenant.inServer(Isolation.SHARED);
    assertTrue(AsTenant.call(gone.id(), () -> projects.isEmpty()));
    gone.close();
    assertThrows(TenantSuspended.class, () -> AsTenant.run(gone.id(), () -> projects.isEmpty()));
    assertThrows(TenantSuspended.class, gone::token);
  }

  @Test
  @RunAsClient
  void projects_leak_nothing(@ArquillianResource URL deployed) throws Exception {
    LeakCheck.of("/api/v1/projects")
        .creating(
            text ->
                "{\"key\": \"P%s\", \"name\": \"%s\"}"
                    .formatted(text.toUpperCase(ROOT).substring(8), text))
        .changing(text -> "{\"name\": \"%s\"}".formatted(text))
        .verify(
            RunningRowhouse.at(
                deployed.toURI(), "operator@rowhouse.test", "the-operator-of-this-suite"));
  }
}

package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTenantTest {
  @Test
  void the_demo_shows_both_isolations() throws Exception {
    assertThat(DemoTenant.all())
        .extracting(tenant -> tenant.slug() + " " + tenant.isolation())
        .containsExactly("acme SHARED", "globex SHARED", "initech SCHEMA");
  }

  @Test
  void everybody_named_in_the_sample_data_is_a_member() throws Exception {
    for (DemoTenant tenant : DemoTenant.all()) {
      List<String> members = tenant.members().stream().map(DemoTenant.Person::name).toList();
      var issues = tenant.projects().stream().flatMap(p -> p.issues().stream()).toList();
      assertThat(issues).extracting(DemoTenant.Issue::title).doesNotHaveDuplicates();
      for (var issue : issues) {
        assertThat(issue.assignee())
            .satisfiesAnyOf(
                name -> assertThat(name).isNull(), name -> assertThat(members).contains(name));
        issue.comments().forEach(comment -> assertThat(members).contains(comment.author()));
      }
    }
  }

  @Test
  void the_printed_commands_need_no_tool_but_a_shell() throws Exception {
    DemoTenant acme = DemoTenant.all().get(0);
    assertThat(new Welcome(8080, Map.of()).curl(acme, "42"))
        .startsWith("curl ")
        .contains("http://localhost:8080/api/v1/projects/42")
        .contains("{\"tenant\":\"acme\",\"email\":\"ada@acme.example\"")
        .doesNotContain("jq");
  }
}

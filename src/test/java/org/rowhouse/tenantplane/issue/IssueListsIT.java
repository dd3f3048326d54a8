package org.rowhouse.tenantplane.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;

/** Lists of issues: filters, orders and pages. */
class IssueListsIT {

  private static TestTenant tenant;
  private static Person admin;
  private static String issues;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
    issues = tenant.project() + "/issues";
    admin.make(issues, Map.of("title", "100% sure", "labels", List.of("a_b")));
    admin.make(issues, Map.of("title", "100x sure", "labels", List.of("axb", "ui")));
    admin.make(issues, Map.of("title", "snake_case", "assignee", admin.id()));
    admin.make(issues, Map.of("title", "snakeXcase", "description", "It is LATE, hurry!"));
    admin.make(issues, Map.of("title", "back\\slash", "status", "DONE", "labels", List.of("ui")));
    admin.make(issues, Map.of("title", "back/slash", "status", "DONE", "assignee", admin.id()));
    tenant.issue(tenant.project(), "100% elsewhere");
  }

  private static List<String> titles(String query) {
    return admin
        .client()
        .get(issues + "?sort=number&" + query)
        .expect(200)
        .json()
        .findValuesAsText("title");
  }

  private static List<String> q(String text) {
    return titles("q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  @Test
  void words_are_found_in_title_and_description_in_any_case_and_taken_literally() {
    assertThat(q("100%")).containsExactly("100% sure");
    assertThat(q("E_C")).containsExactly("snake_case");
    assertThat(q("!")).containsExactly("snakeXcase");
    assertThat(q("\\")).containsExactly("back\\slash");
    assertThat(q("late, HURRY")).containsExactly("snakeXcase");
    assertThat(q("%")).containsExactly("100% sure");
    assertThat(q("_")).containsExactly("snake_case");
    assertThat(q("' or 1=1 --")).isEmpty();
  }

  @Test
  void filters_select_and_together_select_less() {
    assertThat(titles("status=DONE")).containsExactly("back\\slash", "back/slash");
    assertThat(titles("assignee=" + admin.id())).containsExactly("snake_case", "back/slash");
    assertThat(titles("status=DONE&assignee=" + admin.id())).containsExactly("back/slash");
    assertThat(titles("assignee=" + UUID.randomUUID())).isEmpty();
    assertThat(titles("label=a_b")).containsExactly("100% sure");
    assertThat(titles("label=ui")).containsExactly("100x sure", "back\\slash");
    assertThat(titles("label=u")).isEmpty();
    assertThat(titles("label=%25")).isEmpty();
    assertThat(titles("label=ui&status=DONE&q=BACK")).containsExactly("back\\slash");
  }

  @Test
  void a_filter_that_makes_no_sense_is_refused_by_name() {
    for (String bad : List.of("status=X", "assignee=x", "q=", "label=", "sort=title", "limit=0")) {
      assertThat(faultyFields(admin.client().get(issues + "?" + bad)))
          .as(bad)
          .containsExactly(bad.replaceFirst("=.*", ""));
    }
  }

  @Test
  void issues_come_in_the_order_asked_for_and_newest_first_by_default() {
    List<String> oldest = titles("");
    assertThat(oldest).hasSize(6).startsWith("100% sure").endsWith("back/slash");
    assertThat(titlesOf(issues + "?sort=createdAt")).isEqualTo(oldest);
    List<String> newest = new ArrayList<>(oldest);
    Collections.reverse(newest);
    assertThat(titlesOf(issues + "?sort=-createdAt")).isEqualTo(newest);
    assertThat(titlesOf(issues)).isEqualTo(newest);
  }

  private static List<String> titlesOf(String path) {
    return admin.client().get(path).expect(200).json().findValuesAsText("title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "-createdAt", "number"})
  void pages_show_every_row_exactly_once_while_others_are_inserted(String sort) {
    String list = tenant.project() + "/issues";
    for (int i = 0; i < 23; i++) {
      admin.make(list, Map.of("title", "old " + i, "labels", List.of(i % 2 == 0 ? "even" : "odd")));
    }
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of(list + "?limit=4&q=old&sort=" + sort);
    int pages = 0;
    while (next.isPresent()) {
      Answer page = admin.client().get(next.get()).expect(200);
      for (JsonNode issue : page.json().get("items")) {
        seen.add(issue.get("title").asText());
      }
      assertThat(page.json().get("items").size()).isBetween(1, 4);
      next = next(page);
      admin.make(list, Map.of("title", pages++ == 0 ? "old new" : "other"));
    }
    List<String> before = seen.stream().filter(title -> !title.equals("old new")).toList();
    assertThat(before).hasSize(23).doesNotHaveDuplicates();
    assertThat(seen.size() - before.size()).isEqualTo(sort.startsWith("-") ? 0 : 1);
  }

  @Test
  void a_cursor_belongs_to_its_list_filter_and_order() {
    Answer page = admin.client().get(issues + "?limit=2&q=s").expect(200);
    String next = next(page).orElseThrow();
    admin.client().get(next).expect(200);
    admin.client().get(next.replace("q=s", "q=a")).expect(400);
    admin.client().get(next + "&sort=number").expect(400);
    admin.client().get(next.replace(issues, tenant.project() + "/issues")).expect(400);
    assertThat(next(admin.client().get(issues + "?limit=6").expect(200))).isEmpty();
  }

  private static Optional<String> next(Answer page) {
    return page.header("Link")
        .map(
            link -> {
              assertThat(link).endsWith(">; rel=\"next\"");
              return link.substring(link.indexOf("/api"), link.indexOf('>'));
            });
  }
}

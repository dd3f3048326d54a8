package org.rowhouse.tenantplane.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.member;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** Single issues: their numbers, assignees and labels. */
class IssuesIT {

  private static TestTenant tenant;
  private static Person admin;
  private static String issues;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
    issues = tenant.project() + "/issues";
  }

  @Test
  void an_issue_starts_open_and_shows_all_it_has_in_order() {
    Answer made = admin.client().post(issues, Map.of("title", "bare")).expect(201);
    assertThat(made.text())
        .matches(
            "\\{\"id\":\"[0-9a-f-]{36}\",\"projectId\":\"[0-9a-f-]{36}\",\"number\":\\d+,"
                + "\"title\":\"bare\",\"description\":null,\"status\":\"OPEN\","
                + "\"priority\":\"MEDIUM\",\"assignee\":null,\"labels\":\\[],"
                + "\"createdAt\":\"[0-9T:.-]+Z\",\"updatedAt\":\"[0-9T:.-]+Z\"}");
    Answer read = admin.client().get(pathOf(made)).expect(200);
    assertThat(read.text()).isEqualTo(made.text());
    assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
    admin.delete(pathOf(made)).expect(204);
    admin.client().get(pathOf(made)).expect(404);
  }

  @Test
  void numbers_have_no_gaps_though_many_write_and_some_fail() throws Exception {
    String project = tenant.project();
    AtomicInteger made = new AtomicInteger();
    Together.times(
        16,
        i -> {
          for (int n = 0; n < 6; n++) {
            Map<String, Object> body =
                (i + n) % 3 == 0
                    ? Map.of("title", "fails", "assignee", UUID.randomUUID())
                    : Map.of("title", i + "." + n);
            Answer answer = admin.client().post(project + "/issues", body).expect(201, 400);
            made.addAndGet(answer.isOk() ? 1 : 0);
          }
          return null;
        });
    List<Integer> numbers = new ArrayList<>();
    JsonNode page =
        admin.client().get(project + "/issues?limit=200&sort=number").expect(200).json();
    page.get("items").forEach(issue -> numbers.add(issue.get("number").asInt()));
    assertThat(made.get()).isEqualTo(64);
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 64).boxed().toList());
  }

  /** Who makes one waits for who deletes; the other order of locks would end in a deadlock. */
  @Test
  void an_issue_in_a_project_that_is_just_being_deleted_is_not_found() throws Exception {
    String project = tenant.project();
    String id = project.substring(project.lastIndexOf('/') + 1);
    admin.make(project + "/issues", Map.of("title", "first"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    DataSource superuser = RunningProduct.shared().services().superuser();
    try (Connection deleting = superuser.getConnection();
        Statement statement = deleting.createStatement()) {
      String schema =
          text(statement, "select schema_name from control.home where isolation = 'SHARED'");
      deleting.setAutoCommit(false);
      String delete = "delete from %s.project where id = '%s'".formatted(schema, id);
      assertThat(statement.executeUpdate(delete)).isEqualTo(1);
      Future<Answer> late =
          thread.submit(
              () -> admin.client().post(project + "/issues", Map.of("title", "too late")));
      Instant end = Instant.now().plusSeconds(20);
      while (text(statement, "select count(*) from pg_locks where not granted").equals("0")) {
        assertThat(Instant.now()).as("nobody waits").isBefore(end);
      }
      deleting.commit();
      late.get().expect(404);
    } finally {
      thread.shutdownNow();
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void only_a_member_can_be_an_assignee() {
    String issue = admin.make(issues, Map.of("title", "mine", "assignee", admin.id()));
    for (Object nobody : List.of(UUID.randomUUID(), "x")) {
      assertThat(
              faultyFields(admin.client().post(issues, Map.of("title", "x", "assignee", nobody))))
          .containsExactly("assignee");
      assertThat(faultyFields(admin.patch(issue, Map.of("assignee", nobody))))
          .containsExactly("assignee");
    }
    assertThat(admin.client().get(issue).json().get("assignee").asText()).isEqualTo(admin.id());
    JsonNode cleared = admin.patch(issue, "{\"assignee\":null}").expect(200).json();
    assertThat(cleared.get("assignee").isNull()).isTrue();
  }

  @Test
  void a_removed_member_is_assigned_no_longer_and_old_etags_are_stale() {
    Person bob = tenant.join("member");
    String issue = admin.make(issues, Map.of("title", "bob's", "assignee", bob.id()));
    String comment = bob.make(issue + "/comments", Map.of("body", "mine"));
    String seen = admin.client().get(issue).header("ETag").orElseThrow();
    admin.delete(member(bob)).expect(204);
    Answer now = admin.client().with("If-None-Match", seen).get(issue).expect(200);
    assertThat(now.json().get("assignee").isNull()).isTrue();
    assertThat(now.header("ETag")).isNotEqualTo(Optional.of(seen));
    admin.client().with("If-Match", seen).patch(issue, Map.of("title", "lost")).expect(412);
    JsonNode orphan = admin.client().get(comment).expect(200).json();
    assertThat(orphan.get("author").isNull()).isTrue();
    admin.patch(issue, Map.of("title", "nobody's")).expect(200);
  }

  @Test
  void whoever_assigns_a_member_who_is_going_gets_an_answer() throws Exception {
    for (int round = 0; round < 4; round++) {
      Person bob = tenant.join("member");
      String issue = admin.make(issues, Map.of("title", "going"));
      List<Answer> answers =
          Together.times(
              6,
              i ->
                  i == 3
                      ? admin.client().with("If-Match", "*").delete(member(bob))
                      : i == 4
                          ? admin.patch(issue, Map.of("assignee", bob.id()))
                          : admin
                              .client()
                              .post(issues, Map.of("title", "x", "assignee", bob.id())));
      answers.get(3).expect(204);
      answers.get(4).expect(200, 400, 409);
      answers.forEach(answer -> answer.expect(200, 201, 204, 400, 409));
      String left = issues + "?assignee=" + bob.id();
      assertThat(admin.client().get(left).expect(200).json().get("items")).isEmpty();
    }
  }

  @Test
  void labels_are_a_set_in_order() {
    List<String> given = List.of("ui", "back end", "ui", "a:b/c");
    String issue = admin.make(issues, Map.of("title", "labelled", "labels", given));
    assertThat(admin.client().get(issue).json().get("labels").toString())
        .isEqualTo("[\"a:b/c\",\"back end\",\"ui\"]");
    JsonNode patched = admin.patch(issue, Map.of("labels", List.of("z", "a"))).json();
    assertThat(patched.get("labels").toString()).isEqualTo("[\"a\",\"z\"]");
    for (String bad : List.of("a,b", "", " a", "x".repeat(41), "%")) {
      var body = Map.of("title", "x", "labels", List.of("fine", bad));
      assertThat(faultyFields(admin.client().post(issues, body))).containsExactly("labels[1]");
    }
    var many = IntStream.range(0, 21).mapToObj(i -> "l" + i).toList();
    assertThat(faultyFields(admin.patch(issue, Map.of("labels", many)))).containsExactly("labels");
  }

  @Test
  void every_faulty_field_is_named() {
    var faulty = Map.of("title", "", "description", "d".repeat(20_001));
    assertThat(faultyFields(admin.client().post(issues, faulty)))
        .containsExactlyInAnyOrder("title", "description");
    for (String member : List.of("status", "priority")) {
      var body = Map.of("title", "x", member, "NONSENSE");
      assertThat(faultyFields(admin.client().post(issues, body))).containsExactly(member);
    }
    var nowhere = API + "/projects/" + UUID.randomUUID() + "/issues";
    admin.client().post(nowhere, Map.of("title", "x")).expect(404);
    admin.client().get(nowhere).expect(404);
  }
}

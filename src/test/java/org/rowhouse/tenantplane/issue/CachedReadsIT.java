package org.rowhouse.tenantplane.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.fault.Faults.Planted;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;

/**
 * What is read often is read from memory, and what is written is read at once. Rows are changed
 * behind the product's back to tell the two apart.
 */
class CachedReadsIT {

  /** A reader that Redis does not answer in time reads the database: not each read is a hit. */
  private static final int MOST_ATTEMPTS = 20;

  private static TestTenant tenant;
  private static Person admin;
  private static Jdbi superuser;
  private static String home;
  private String project;
  private String issues;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
    superuser = Jdbi.create(RunningProduct.shared().services().superuser());
    home =
        superuser.withHandle(
            h ->
                h.select(
                        "select h.schema_name from control.home h join control.tenant t"
                            + " on t.home_id = h.id where t.id = cast(? as uuid)",
                        tenant.id())
                    .mapTo(String.class)
                    .one());
  }

  @BeforeEach
  void make() {
    project = tenant.project();
    issues = project + "/issues";
  }

  private static Answer get(String path) {
    return admin.client().get(path);
  }

  /** Changes behind the product's back raise the version too. */
  private static ApiClient whatever() {
    return admin.client().with("If-Match", "*");
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Changes a text of the row that {@code path} leads to, unheard by the product. */
  private static void behindTheBack(String table, String column, String path, String text) {
    String update = "update %s.%s set %s = ? where id = cast(? as uuid)";
    int rows =
        superuser.withHandle(h -> h.execute(update.formatted(home, table, column), text, id(path)));
    assertThat(rows).isEqualTo(1);
  }

  /** Fails unless {@code path} is answered without looking at {@code column} of {@code row}. */
  private static Answer kept(String path, String table, String column, String row) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      Answer before = get(path).expect(200);
      String unheard = "unheard " + i;
      behindTheBack(table, column, row, unheard);
      Answer after = get(path).expect(200);
      if (!after.text().contains(unheard)) {
        assertThat(after.text()).isEqualTo(before.text());
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.header("Link")).isEqualTo(before.header("Link"));
        assertThat(after.header("Vary")).isEqualTo(before.header("Vary"));
        assertThat(after.header("Cache-Control")).isEqualTo(before.header("Cache-Control"));
        return after;
      }
    }
    throw new AssertionError(path + " is read from PostgreSQL each time");
  }

  @Test
  void what_was_read_is_not_read_from_postgresql_again() {
    String issue = tenant.issue(project, "first");
    tenant.issue(project, "second");
    kept(issue, "issue", "title", issue);
    kept(project, "project", "name", project);
    kept(member(admin), "member", "name", member(admin));
    kept(API + "/me", "member", "name", member(admin));
    kept(issues, "issue", "title", issue);
    kept(issues + "?limit=1", "issue", "title", tenant.issue(project, "third"));
  }

  @Test
  void what_is_kept_is_not_sent_to_who_has_it() {
    String issue = tenant.issue(project, "first");
    Answer seen = kept(issue, "issue", "title", issue);
    String etag = seen.header("ETag").orElseThrow();
    admin.client().with("If-None-Match", etag).get(issue).expect(304);
    admin.client().with("If-None-Match", "\"0\"").get(issue).expect(200);
  }

  @Test
  void a_write_is_seen_by_the_next_read_of_everything_that_shows_it() {
    for (int i = 0; i < 3; i++) {
      tenant.issue(project, "bystander " + i);
    }
    String issue = tenant.issue(project, "morning");
    Map<String, Boolean> shows = new LinkedHashMap<>();
    shows.put("", true);
    shows.put("sort=createdAt", true);
    shows.put("sort=number", true);
    shows.put("limit=1", true);
    shows.put("limit=3&sort=number&cursor=" + cursor(issues + "?limit=3&sort=number"), true);
    shows.put("status=OPEN", false);
    shows.put("status=DONE", true);
    shows.put("assignee=" + admin.id(), true);
    shows.put("label=hot", true);
    shows.put("q=morning", false);
    shows.put("q=evening", true);
    shows.put("q=evening&status=DONE&label=hot&sort=number", true);

    List<String> queries = List.copyOf(shows.keySet());
    readTwice(issue, queries);
    var change =
        Map.of(
            "title", "evening", "status", "DONE", "assignee", admin.id(), "labels", List.of("hot"));
    Answer changed = admin.patch(issue, change).expect(200);
    assertThat(get(issue).expect(200).text()).isEqualTo(changed.text());
    assertThat(get(issue).header("ETag")).isEqualTo(changed.header("ETag"));
    shows.forEach((query, is) -> assertShown(query, changed, is));

    readTwice(issue, queries);
    admin.delete(issue).expect(204);
    get(issue).expect(404);
    queries.forEach(query -> assertShown(query, changed, false));

    queries.forEach(query -> get(issues + "?" + query).expect(200));
    Answer made = admin.client().post(issues, change).expect(201);
    shows.forEach((query, is) -> assertShown(query, made, is));
  }

  private static String cursor(String list) {
    String link = get(list).expect(200).header("Link").orElseThrow();
    return link.replaceFirst(".*cursor=([^&>]*).*", "$1");
  }

  private void readTwice(String issue, List<String> queries) {
    for (int i = 0; i < 2; i++) {
      get(issue).expect(200);
      queries.forEach(query -> get(issues + "?" + query).expect(200));
    }
  }

  private void assertShown(String query, Answer issue, boolean shown) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : get(issues + "?" + query).expect(200).json().get("items")) {
      if (item.get("id").equals(issue.json().get("id"))) {
        found.add(item);
      }
    }
    assertThat(found).as(query).isEqualTo(shown ? List.of(issue.json()) : List.of());
  }

  @Test
  void a_changed_project_and_member_are_seen_at_once() {
    readTwice(project, List.of());
    Answer changed = admin.patch(project, Map.of("name", "New name")).expect(200);
    assertThat(get(project).expect(200).text()).isEqualTo(changed.text());

    kept(API + "/me", "member", "name", member(admin));
    kept(member(admin), "member", "name", member(admin));
    whatever().patch(member(admin), Map.of("name", "Ada L.")).expect(200);
    assertThat(get(API + "/me").expect(200).json().at("/member/name").asText()).isEqualTo("Ada L.");
    assertThat(get(member(admin)).expect(200).json().get("name").asText()).isEqualTo("Ada L.");
  }

  @Test
  void a_deleted_project_takes_its_issues_and_pages_along() {
    String issue = tenant.issue(project, "first");
    kept(project, "project", "name", project);
    kept(issue, "issue", "title", issue);
    kept(issues, "issue", "title", issue);
    get(issues + "?status=DONE").expect(200);
    whatever().delete(project).expect(204);
    get(project).expect(404);
    get(issue).expect(404);
    get(issues).expect(404);
    get(issues + "?status=DONE").expect(404);
  }

  @Test
  void a_removed_member_is_no_longer_shown_as_assignee() {
    Person bob = tenant.join("member");
    String issue =
        admin.make(issues, Map.of("title", "for Bob", "assignee", bob.id(), "labels", List.of()));
    kept(issue, "issue", "title", issue);
    assertThat(get(issue).json().get("assignee").asText()).isEqualTo(bob.id());
    get(issues + "?assignee=" + bob.id()).expect(200);
    kept(member(bob), "member", "name", member(bob));
    whatever().delete(member(bob)).expect(204);
    assertThat(get(issue).expect(200).json().get("assignee").isNull()).isTrue();
    assertThat(get(issues).expect(200).json().at("/items/0/assignee").isNull()).isTrue();
    assertThat(get(issues + "?assignee=" + bob.id()).expect(200).json().get("items")).isEmpty();
    get(member(bob)).expect(404);
  }

  @Test
  void another_tenant_with_the_same_ids_finds_nothing_and_takes_nothing_away() {
    String issue = tenant.issue(project, "first");
    List<String> paths = List.of(issue, project, issues, member(admin));
    ApiClient stranger = TestTenant.fresh().admin().client();
    paths.forEach(path -> stranger.get(path).expect(404)); // that nothing is there is kept too
    paths.forEach(path -> get(path).expect(200));
    kept(issue, "issue", "title", issue);
    for (String path : paths) {
      Answer foreign = stranger.with("X-Request-Id", "same").get(path).expect(404);
      String never = path.replaceFirst("[0-9a-f-]{36}", UUID.randomUUID().toString());
      assertThat(foreign.text())
          .isEqualTo(stranger.with("X-Request-Id", "same").get(never).expect(404).text());
      get(path).expect(200);
    }
    kept(issue, "issue", "title", issue);
  }

  @Test
  void what_is_refused_for_a_list_is_refused_though_its_pages_are_kept() {
    tenant.issue(project, "first");
    get(issues).expect(200);
    for (String bad : List.of("cursor=x", "status=X", "limit=0", "q=", "sort=title")) {
      for (int i = 0; i < 2; i++) {
        assertThat(faultyFields(get(issues + "?" + bad)))
            .containsExactly(bad.replaceFirst("=.*", ""));
      }
    }
    String nowhere = API + "/projects/" + UUID.randomUUID() + "/issues";
    for (int i = 0; i < 2; i++) {
      get(nowhere).expect(404);
      get(nowhere + "?status=DONE").expect(404);
    }
  }

  @Test
  void a_write_that_is_refused_changes_nothing_that_is_read() {
    String issue = tenant.issue(project, "first");
    String other = tenant.project();
    String etag = get(issue).header("ETag").orElseThrow();
    Answer changed = admin.patch(issue, Map.of("title", "second")).expect(200);
    get(issue).expect(200);
    admin.client().with("If-Match", etag).patch(issue, Map.of("title", "third")).expect(412);
    assertThat(get(issue).expect(200).text()).isEqualTo(changed.text());

    String before = get(project).expect(200).text();
    String taken = get(other).json().get("key").asText();
    admin.patch(project, Map.of("key", taken, "name", "x")).expect(409);
    assertThat(get(project).expect(200).text()).isEqualTo(before);
  }

  @Test
  void a_write_that_is_rolled_back_after_it_was_sent_is_never_read() throws Exception {
    String issue = tenant.issue(project, "first");
    String before = get(issue).expect(200).text();
    get(issues).expect(200);
    String rule =
        """
        RULE fail after the flush
        CLASS org.rowhouse.http.Versioned
        METHOD changed
        AT ENTRY
        IF true
        DO FIRED(); throw new IllegalStateException("planted")
        ENDRULE
        """;
    try (Planted fault = Product.shared().faults().plant(rule)) {
      admin.patch(issue, Map.of("title", "never")).expect(500);
      assertThat(fault.hasFired()).isTrue();
    }
    assertThat(get(issue).expect(200).text()).isEqualTo(before);
    assertThat(get(issues).expect(200).text()).doesNotContain("never");
    kept(issue, "issue", "title", issue);
  }
}

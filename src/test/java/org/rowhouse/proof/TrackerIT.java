package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Wire;

/** Projects, issues and comments as a customer uses them. */
class TrackerIT {

  private final Product product = Product.shared();
  private Wire wire;
  private Account me;
  private String project;
  private String issues;

  @BeforeEach
  void settle() throws IOException {
    wire = product.wire();
    me = product.tenant(wire, "SCHEMA");
    Answer created = me.created(wire, "/projects", Map.of("key", "WEB", "name", "Website"));
    project = "/projects/" + created.get("id");
    issues = project + "/issues";
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void a_key_is_taken_once_in_a_tenant() throws IOException {
    Answer again = wire.send(me.post("/projects", Map.of("key", "WEB", "name", "Other")));
    Account.expect(409, again);
    Answer read = wire.send(me.get(project));
    Answer changed =
        wire.send(me.patch(project, read.etag(), "{\"description\":\"new\",\"name\":\"N\"}"));
    Account.expect(200, changed);
    assertThat(changed.get("key")).isEqualTo("WEB");
    assertThat(changed.get("description")).isEqualTo("new");
    Answer cleared = wire.send(me.patch(project, changed.etag(), "{\"description\":null}"));
    assertThat(cleared.json().path("description").isNull()).isTrue();
  }

  @Test
  void issues_are_filtered_searched_and_sorted() throws IOException {
    String assignee = wire.send(me.get("/me")).json().path("member").path("id").asText();
    issue(Map.of("title", "Login fails", "labels", List.of("bug", "urgent")));
    issue(Map.of("title", "100% CPU", "status", "DONE", "labels", List.of("bug_2")));
    issue(Map.of("title", "Dark mode", "description", "at LOGIN too", "assignee", assignee));
    assertThat(titles("status=DONE")).containsExactly("100% CPU");
    assertThat(titles("label=bug")).containsExactly("Login fails");
    assertThat(titles("assignee=" + assignee)).containsExactly("Dark mode");
    assertThat(titles("q=login&sort=number")).containsExactly("Login fails", "Dark mode");
    assertThat(titles("q=%25")).containsExactly("100% CPU");
    assertThat(titles("q=_")).isEmpty();
    assertThat(titles("sort=createdAt")).containsExactly("Login fails", "100% CPU", "Dark mode");
    assertThat(titles("sort=-createdAt")).containsExactly("Dark mode", "100% CPU", "Login fails");
    Account.expect(400, wire.send(me.get(issues + "?sort=title")));
    Account.expect(400, wire.send(me.get(issues + "?status=NEW")));
  }

  private void issue(Map<String, Object> body) throws IOException {
    me.created(wire, issues, body);
  }

  private List<String> titles(String query) throws IOException {
    return me.all(wire, issues + "?" + query).stream().map(i -> i.path("title").asText()).toList();
  }

  @Test
  void sixteen_writers_number_issues_without_gaps() throws IOException {
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 16)
            .mapToObj(writer -> CompletableFuture.runAsync(() -> write(10)))
            .toList();
    writers.forEach(CompletableFuture::join);
    assertThat(me.all(wire, issues + "?sort=number&limit=50"))
        .extracting(issue -> issue.path("number").asInt())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 160).boxed().toList());
  }

  private void write(int count) {
    try (Wire own = product.wire()) {
      for (int i = 0; i < count; i++) {
        me.created(own, issues, Map.of("title", "t"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void paging_visits_every_row_once_while_rows_come_and_go() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      expected.add(me.created(wire, issues, Map.of("title", "t" + i)).get("id"));
    }
    Answer page = wire.send(me.get(issues + "?sort=createdAt&limit=10"));
    assertThat(page.json().path("items")).hasSize(10);
    me.created(wire, issues, Map.of("title", "late"));
    List<String> seen = new ArrayList<>();
    page.json().path("items").forEach(item -> seen.add(item.path("id").asText()));
    String rest = page.next().orElseThrow().substring(Account.API.length());
    for (JsonNode item : me.all(wire, rest)) {
      seen.add(item.path("id").asText());
    }
    assertThat(seen)
        .startsWith(expected.toArray(String[]::new))
        .hasSize(26)
        .doesNotHaveDuplicates();
    // a cursor belongs to its list: another order or filter refuses it
    String cursor = rest.replaceFirst(".*cursor=([^&]+).*", "$1");
    Account.expect(400, wire.send(me.get(issues + "?sort=number&limit=10&cursor=" + cursor)));
    Account.expect(400, wire.send(me.get("/projects?cursor=" + cursor)));
  }

  @Test
  void comments_belong_to_their_author_and_go_with_their_issue() throws IOException {
    Answer issue = me.created(wire, issues, Map.of("title", "t"));
    String comments = "/issues/" + issue.get("id") + "/comments";
    Answer mine = me.created(wire, comments, Map.of("body", "first"));
    String path = "/comments/" + mine.get("id");
    Answer changed = wire.send(me.patch(path, mine.etag(), Map.of("body", "second")));
    assertThat(changed.get("body")).isEqualTo("second");
    assertThat(me.all(wire, comments)).containsExactly(changed.json());
    me.created(
        wire,
        "/members",
        Map.of(
            "email",
            "eve@example.org",
            "name",
            "Eve",
            "roles",
            List.of("member"),
            "password",
            Account.PASSWORD));
    Account eve = Account.login(wire, me.slug(), "eve@example.org", Account.PASSWORD);
    Account.expect(403, wire.send(eve.patch(path, changed.etag(), Map.of("body", "eve"))));
    Account.expect(403, wire.send(eve.delete(path, changed.etag())));
    Account.expect(204, wire.send(me.delete("/issues/" + issue.get("id"), issue.etag())));
    Account.expect(404, wire.send(me.get(comments)));
    Account.expect(404, wire.send(me.delete(path, changed.etag())));
  }

  @Test
  void a_project_goes_with_everything_in_it() throws IOException {
    Answer issue = me.created(wire, issues, Map.of("title", "t"));
    Account.expect(204, wire.send(me.delete(project, wire.send(me.get(project)).etag())));
    Account.expect(404, wire.send(me.get(issues)));
    Account.expect(404, wire.send(me.get("/issues/" + issue.get("id"))));
  }
}

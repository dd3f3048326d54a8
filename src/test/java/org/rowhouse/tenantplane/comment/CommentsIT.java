package org.rowhouse.tenantplane.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;

/** Comments, and who may touch them. */
class CommentsIT {

  private static TestTenant tenant;
  private static Person bob;
  private static Person carol;
  private static String comments;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    bob = tenant.join("member");
    carol = tenant.join("member");
    comments = tenant.issue(tenant.project(), "talk") + "/comments";
  }

  @Test
  void a_comment_is_its_authors_and_everybody_reads_it() {
    Answer made = bob.client().post(comments, Map.of("body", "hello")).expect(201);
    assertThat(made.json().get("author").asText()).isEqualTo(bob.id());
    Answer read = carol.client().get(pathOf(made)).expect(200);
    assertThat(read.text()).isEqualTo(made.text());
    assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
    carol
        .client()
        .with("If-None-Match", read.header("ETag").orElseThrow())
        .get(pathOf(made))
        .expect(304);
    assertThat(carol.client().get(comments + "?limit=200").expect(200).json().get("items"))
        .contains(made.json());
    var forged = Map.of("body", "x", "author", carol.id());
    assertThat(faultyFields(bob.client().post(comments, forged))).containsExactly("author");
  }

  @Test
  void only_the_author_changes_a_comment() {
    String comment = bob.make(comments, Map.of("body", "first"));
    carol.patch(comment, Map.of("body", "forged")).expect(403);
    tenant.admin().patch(comment, Map.of("body", "forged")).expect(403);
    assertThat(bob.client().get(comment).json().get("body").asText()).isEqualTo("first");
    Answer changed = bob.patch(comment, Map.of("body", "second")).expect(200);
    assertThat(changed.json().get("body").asText()).isEqualTo("second");
    assertThat(bob.client().get(comment).expect(200).json()).isEqualTo(changed.json());
    assertThat(faultyFields(bob.patch(comment, "{\"body\":null}"))).containsExactly("body");
    bob.client().with("If-Match", "\"0\"").patch(comment, Map.of("body", "x")).expect(412);
    bob.client().patch(comment, Map.of("body", "x")).expect(428);
  }

  @Test
  void the_author_and_admins_delete_a_comment_and_nobody_else() {
    String one = bob.make(comments, Map.of("body", "one"));
    String two = bob.make(comments, Map.of("body", "two"));
    carol.delete(one).expect(403);
    bob.client().get(one).expect(200);
    bob.delete(one).expect(204);
    tenant.admin().delete(two).expect(204);
    bob.client().get(one).expect(404);
    bob.client().get(two).expect(404);
  }

  @Test
  void there_are_no_comments_on_what_is_not_there() {
    String nowhere = API + "/issues/" + UUID.randomUUID() + "/comments";
    bob.client().get(nowhere).expect(404);
    bob.client().post(nowhere, Map.of("body", "x")).expect(404);
    bob.client().get(API + "/comments/" + UUID.randomUUID()).expect(404);
    assertThat(faultyFields(bob.client().post(comments, Map.of("body", " "))))
        .containsExactly("body");
  }
}

package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rowhouse.settings.ExampleSettings;

class CursorsTest {

  private static final Cursors CURSORS = new Cursors(ExampleSettings.with());

  private static void refused(Cursors cursors, String scope, String cursor) {
    assertThatThrownBy(() -> cursors.open(scope, cursor))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.errors().get(0).field()).isEqualTo("cursor");
            });
  }

  @Test
  void a_cursor_carries_its_position() {
    String cursor = CURSORS.seal("list", List.of("2026-01-01T00:00:00Z", "ä-id"));
    assertThat(CURSORS.open("list", cursor)).containsExactly("2026-01-01T00:00:00Z", "ä-id");
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void a_cursor_of_another_list_or_tenant_is_refused() {
    String cursor = CURSORS.seal("acme\nissues", List.of("1", "2"));
    refused(CURSORS, "globex\nissues", cursor);
    refused(CURSORS, "acme\nissues2", cursor);
    refused(CURSORS, "", cursor);
  }

  @Test
  void a_changed_cursor_is_refused_wherever_it_was_changed() {
    String cursor = CURSORS.seal("list", List.of("1", "2"));
    for (int i = 0; i < cursor.length() - 1; i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      refused(CURSORS, "list", cursor.substring(0, i) + other + cursor.substring(i + 1));
    }
    refused(CURSORS, "list", cursor + "AAAA");
    refused(CURSORS, "list", cursor.substring(4));
  }

  @Test
  void nonsense_is_refused() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      refused(CURSORS, "list", Long.toString(random.nextLong(), 36).repeat(random.nextInt(6)));
    }
    refused(CURSORS, "list", "");
    refused(CURSORS, "list", "%00");
  }

  @Test
  void cursors_survive_the_rotation_of_the_key_and_are_made_with_the_new_one() {
    Cursors rotated = new Cursors(ExampleSettings.withRotatedKeys());
    assertThat(rotated.open("list", CURSORS.seal("list", List.of("1")))).containsExactly("1");
    refused(CURSORS, "list", rotated.seal("list", List.of("1")));
  }
}

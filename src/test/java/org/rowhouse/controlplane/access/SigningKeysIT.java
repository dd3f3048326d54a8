package org.rowhouse.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;

class SigningKeysIT {

  private static final Settings.Tokens SETTINGS =
      new Settings.Tokens("i", Duration.ofMinutes(10), null, Duration.ofDays(30));

  private final ControlSchema schema = new ControlSchema();

  SigningKeysIT() throws IOException {}

  private SigningKeys node() {
    return new SigningKeys(
        new SigningKeyTable(
            schema.node(), ControlSchema.secrets(1), SETTINGS, ControlSchema.audit()));
  }

  private SigningKeys startedNode() {
    SigningKeys node = node();
    node.refresh();
    return node;
  }

  /** Lets the whole table grow older. */
  private void age(Duration by) {
    schema.jdbi.useHandle(
        h ->
            h.execute(
                "update control.signing_key set signs_from = signs_from - make_interval(secs => ?)",
                (double) by.toSeconds()));
  }

  private static List<String> kids(SigningKeys node) {
    return node.published().stream().map(ECKey::getKeyID).toList();
  }

  @Test
  void after_one_start_with_both_secret_keys_the_old_one_may_go() {
    List<String> before = kids(startedNode());
    new SigningKeyTable(schema.node(), ControlSchema.secrets(2, 1), SETTINGS, ControlSchema.audit())
        .sealAgain();

    SigningKeys only =
        new SigningKeys(
            new SigningKeyTable(
                schema.node(), ControlSchema.secrets(2), SETTINGS, ControlSchema.audit()));
    only.refresh();

    assertThat(kids(only)).isEqualTo(before);
    assertThatThrownBy(() -> node().refresh()).hasMessageContaining("ROWHOUSE_SECRET_KEY");
  }

  @Test
  void nodes_that_start_together_make_one_key() throws Exception {
    int nodes = 8;
    CyclicBarrier barrier = new CyclicBarrier(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      List<Callable<String>> starts = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        starts.add(
            () -> {
              SigningKeys node = node();
              barrier.await();
              node.refresh();
              return node.signing().getKeyID();
            });
      }
      Set<String> signers = new HashSet<>();
      for (Future<String> start : threads.invokeAll(starts)) {
        signers.add(start.get());
      }
      assertThat(signers).hasSize(1);
      assertThat(kids(startedNode())).containsExactlyElementsOf(signers);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_key_that_is_made_and_withdrawn_is_recorded() {
    SigningKeys node = startedNode();
    String first = node.signing().getKeyID();
    node.withdraw(first);
    List<String> recorded =
        schema.jdbi.withHandle(
            h ->
                h.select(
                        "select action || ' ' || (details ->> 'key' = ?)"
                            + " from control.audit_entry order by number",
                        first)
                    .mapTo(String.class)
                    .list());
    assertThat(recorded)
        .containsExactly(
            "SIGNING_KEY_MADE true", "SIGNING_KEY_WITHDRAWN true", "SIGNING_KEY_MADE false");
  }

  @Test
  void a_private_key_lies_sealed_and_is_not_published() {
    SigningKeys node = startedNode();
    assertThat(node.signing().isPrivate()).isTrue();
    assertThat(node.published()).noneMatch(ECKey::isPrivate);
    String rows =
        schema.jdbi.withHandle(
            h ->
                h.select("select string_agg(k::text, ' ') from control.signing_key k")
                    .mapTo(String.class)
                    .one());
    assertThat(rows).doesNotContain(node.signing().getD().toString()).doesNotContain("\"d\"");
    SigningKeys stranger =
        new SigningKeys(
            new SigningKeyTable(
                schema.node(), ControlSchema.secrets(2), SETTINGS, ControlSchema.audit()));
    assertThatThrownBy(stranger::refresh).hasMessageContaining("ROWHOUSE_SECRET_KEY");
  }

  @Test
  void a_new_key_is_published_before_it_signs_and_the_old_one_goes_when_its_tokens_are_dead() {
    SigningKeys node = startedNode();
    List<ECKey> unchanged = node.published();
    node.refresh();
    assertThat(node.published()).isSameAs(unchanged);
    String old = node.signing().getKeyID();

    age(Duration.ofDays(30).minus(SigningKeyTable.AHEAD));
    node.refresh();
    assertThat(node.published()).hasSize(2);
    assertThat(node.signing().getKeyID()).isEqualTo(old);
    SigningKeys other = startedNode();
    assertThat(kids(other)).isEqualTo(kids(node));
    List<ECKey> both = node.published();

    age(SigningKeyTable.AHEAD);
    node.refresh();
    String next = node.signing().getKeyID();
    assertThat(next).isNotEqualTo(old);
    assertThat(node.published()).isSameAs(both);

    age(SETTINGS.accessLifetime());
    node.refresh();
    assertThat(kids(node)).containsExactly(next, old);

    age(Duration.ofMinutes(2));
    node.refresh();
    assertThat(kids(node)).containsExactly(next);
  }

  @Test
  void a_withdrawn_key_is_void_on_every_node_and_another_signs() {
    SigningKeys here = startedNode();
    SigningKeys there = startedNode();
    String kid = here.signing().getKeyID();
    here.withdraw(kid);
    assertThat(kids(here)).hasSize(1).doesNotContain(kid);
    there.refresh();
    assertThat(kids(there)).isEqualTo(kids(here));
    assertThat(there.signing().getKeyID()).isEqualTo(here.signing().getKeyID());

    schema.jdbi.useHandle(h -> h.execute("delete from control.signing_key"));
    String second = here.signing().getKeyID();
    here.refresh();
    assertThat(kids(here)).doesNotContain(kid, second);
  }

  @Test
  void a_node_that_never_read_the_keys_signs_and_publishes_nothing() {
    assertThatThrownBy(() -> node().signing()).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> node().published()).isInstanceOf(Problem.class);
  }
}

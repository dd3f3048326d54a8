package org.rowhouse.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Ids;

class RevocationListIT {

  private final ControlSchema schema = new ControlSchema();
  private final RevocationList here = node();
  private final RevocationList there = node();
  private final UUID session = Ids.next();

  RevocationListIT() throws IOException {}

  private RevocationList node() {
    RevocationList node =
        new RevocationList(schema.node(), Duration.ofMinutes(10), Clock.systemUTC());
    node.refresh();
    return node;
  }

  private int rows() {
    return schema.jdbi.withHandle(
        h -> h.select("select count(*) from control.revocation").mapTo(int.class).one());
  }

  @Test
  void a_revocation_holds_here_at_once_and_elsewhere_with_the_next_reading() {
    here.revoke(List.of(session, Ids.next(), session));
    assertThat(here.isRevoked(session)).isTrue();
    assertThat(there.isRevoked(session)).isFalse();
    there.refresh();
    assertThat(there.isRevoked(session)).isTrue();
    assertThat(there.isRevoked(Ids.next())).isFalse();
    assertThat(node().isRevoked(session)).isTrue();
  }

  @Test
  void revoking_again_or_nobody_is_no_fault() {
    here.revoke(List.of());
    here.revoke(List.of(session));
    there.revoke(List.of(session));
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void a_revocation_is_forgotten_when_no_token_can_need_it() {
    here.revoke(List.of(session));
    schema.jdbi.useHandle(
        h -> h.execute("update control.revocation set expires_at = now() - interval '1 second'"));
    there.refresh();
    assertThat(there.isRevoked(session)).isFalse();
    assertThat(rows()).isZero();
  }

  @Test
  void who_never_read_the_list_does_not_say_no() {
    RevocationList blind =
        new RevocationList(schema.node(), Duration.ofMinutes(10), Clock.systemUTC());
    assertThatThrownBy(() -> blind.isRevoked(session))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }
}

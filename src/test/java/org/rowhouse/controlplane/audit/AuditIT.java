package org.rowhouse.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.http.Paging;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.AuditEntry;
import org.rowhouse.tenancy.account.AuditVerification;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** The trail in PostgreSQL: what it refuses, and what verification tells of who gets past that. */
class AuditIT {

  private static TestPlane plane;

  private final TenantId tenant = new TenantId(Ids.next());

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
    plane.control.useTransaction(h -> plane.audit.record(h, Deed.of("TRAIL_BEGUN")));
  }

  @BeforeEach
  void signUp() {
    String slug = "t" + tenant.value().toString().substring(24);
    plane.control.useTransaction(
        h -> {
          plane.tenants.reserve(h, tenant, slug, "Acme", plane.sharedHome());
          plane.tenants.move(h, tenant, Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE);
          plane.tenants.move(h, tenant, Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED);
          plane.tenants.move(h, tenant, Tenant.Status.SUSPENDED, Tenant.Status.ACTIVE);
        });
    assertThat(verified().intact()).isTrue();
  }

  private AuditVerification verified() {
    return plane.trails.verify(tenant);
  }

  private static List<String> actions(TenantId tenant) {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select action from control.audit_entry where chain = ? order by number",
                        tenant.value())
                    .mapTo(String.class)
                    .list());
  }

  /** As somebody who gets past the triggers: an administrator. */
  private void tamper(String sql) {
    plane
        .superuser()
        .useTransaction(
            h -> {
              h.execute("set local session_replication_role = replica");
              h.execute(sql.replace("$t", "'" + tenant + "'"));
            });
  }

  private void finds(String fault) {
    AuditVerification found = verified();
    assertThat(found.intact()).as(String.valueOf(found)).isFalse();
    assertThat(found.fault()).isEqualTo(fault);
  }

  @Test
  void the_life_of_a_tenant_is_recorded_where_it_is_written() {
    assertThat(actions(tenant))
        .containsExactly(
            "TENANT_PROVISIONING", "TENANT_ACTIVE", "TENANT_SUSPENDED", "TENANT_ACTIVE");
    plane.control.useTransaction(
        h -> plane.tenants.move(h, tenant, Tenant.Status.SUSPENDED, Tenant.Status.ACTIVE));
    assertThat(actions(tenant)).as("nothing was done").hasSize(4);
  }

  @Test
  void a_deed_and_its_entry_are_both_there_or_neither() {
    assertThatThrownBy(
            () ->
                plane.control.useTransaction(
                    h -> {
                      plane.tenants.move(h, tenant, Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED);
                      throw new IllegalStateException("the transaction fails");
                    }))
        .hasMessage("the transaction fails");
    assertThat(actions(tenant)).hasSize(4);
    assertThat(verified().intact()).isTrue();
    assertThatThrownBy(
            () -> plane.control.use(h -> plane.audit.record(h, Deed.of(tenant, "ALONE"))))
        .hasMessageContaining("outside its transaction");
    assertThat(actions(tenant)).hasSize(4);
  }

  @Test
  void postgresql_lets_nobody_change_the_trail_not_even_its_owner() {
    for (String forbidden :
        List.of(
            "update control.audit_entry set actor = 'x'",
            "update control.audit_entry set actor = 'x' where false",
            "delete from control.audit_entry",
            "truncate control.audit_entry",
            "delete from control.audit_chain",
            "truncate control.audit_chain",
            "update control.audit_chain set number = number + 2",
            "update control.audit_chain set number = number - 1 where number > 1",
            "update control.audit_chain set hash = 'x'",
            "update control.audit_chain set id = gen_random_uuid()")) {
      assertThatThrownBy(() -> plane.owner().useHandle(h -> h.execute(forbidden)))
          .as("the owner: " + forbidden)
          .isInstanceOf(JdbiException.class);
      assertThatThrownBy(() -> plane.superuser().useHandle(h -> h.execute(forbidden)))
          .as("a superuser, who needs no privilege: " + forbidden)
          .hasMessageContaining("the audit trail only grows");
    }
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("alter table control.audit_entry disable trigger user");
              assertThatThrownBy(() -> h.execute("delete from control.audit_entry where false"))
                  .as("the owner without triggers")
                  .hasMessageContaining("permission denied");
              h.execute("alter table control.audit_entry enable trigger user");
            });
    assertThat(verified().intact()).isTrue();
  }

  @Test
  void a_changed_entry_is_found() {
    tamper("update control.audit_entry set actor = 'nobody' where chain = $t and number = 3");
    finds("Entry 3 was changed");
  }

  @Test
  void a_removed_entry_is_found_and_so_is_a_cut_end() {
    tamper("delete from control.audit_entry where chain = $t and number = 4");
    finds("Entry 4 is missing");
    tamper("delete from control.audit_entry where chain = $t and number = 2");
    finds("Entry 2 is missing");
  }

  @Test
  void an_end_that_was_cut_with_its_head_is_found() {
    tamper(
        "with cut as (delete from control.audit_entry where chain = $t and number = 4)"
            + " update control.audit_chain c set number = 3, hash = e.hash"
            + " from control.audit_entry e where c.id = $t and e.chain = $t and e.number = 3");
    finds("Entry 3 is the last by a head that was not sealed here");
    plane.control.useTransaction(h -> plane.audit.record(h, Deed.of(tenant, "LATER")));
    finds("Entry 4 is the last by a head that was not sealed here");
  }

  @Test
  void entries_that_changed_places_are_found() {
    tamper(
        "update control.audit_entry set number = number + 1000"
            + " where chain = $t and number in (2, 3)");
    tamper(
        "update control.audit_entry set number = 2005 - number - 1000"
            + " where chain = $t and number > 1000");
    finds("Entry 2 does not follow the entry before it");
  }

  @Test
  void a_chain_that_was_removed_is_found_and_so_is_one_begun_anew() {
    tamper(
        "with cut as (delete from control.audit_entry where chain = $t)"
            + " delete from control.audit_chain where id = $t");
    finds("Entry 1 and the head of the trail are missing");
    tamper(
        "update control.tenant set created_at = created_at - interval '11 minutes' where id = $t");
    tamper(
        "update control.audit_entry set at = at - interval '1 day'"
            + " where chain = '00000000-0000-0000-0000-000000000000'");
    plane.control.useTransaction(h -> plane.audit.record(h, Deed.of(tenant, "LATER")));
    finds("Entry 1 is not the first that there was");
    tamper(
        "update control.audit_entry set at = at + interval '1 day'"
            + " where chain = '00000000-0000-0000-0000-000000000000'");
  }

  @Test
  void many_who_record_at_once_make_one_chain() {
    int writers = 8;
    int each = 20;
    CompletableFuture.allOf(
            IntStream.range(0, writers)
                .mapToObj(
                    w ->
                        CompletableFuture.runAsync(
                            () ->
                                IntStream.range(0, each)
                                    .forEach(
                                        i ->
                                            plane.control.useTransaction(
                                                h ->
                                                    plane.audit.record(
                                                        h, Deed.of(tenant, "WRITTEN"))))))
                .toArray(CompletableFuture[]::new))
        .join();
    AuditVerification found = verified();
    assertThat(found.intact()).as(String.valueOf(found)).isTrue();
    assertThat(found.entries()).isEqualTo(4 + writers * each);
  }

  @Test
  void a_tenant_of_before_the_trail_may_have_none() {
    assertThat(plane.trails.verify(new TenantId(UUID.randomUUID())).intact()).isTrue();
  }

  @Test
  void heads_are_sealed_again_with_a_new_key_and_forged_ones_are_not() {
    TestPlane own = TestPlane.migrated();
    TenantId kept = new TenantId(Ids.next());
    TenantId forged = new TenantId(Ids.next());
    own.control.useTransaction(
        h -> {
          own.audit.record(h, Deed.of(kept, "A"));
          own.audit.record(h, Deed.of(forged, "A"));
          own.audit.record(h, Deed.of("B"));
        });
    own.superuser()
        .useHandle(
            h ->
                h.execute(
                    "update control.audit_chain set seal = (select seal from control.audit_chain"
                        + " where id = ?) where id = ?",
                    kept.value(),
                    forged.value()));
    SecretKey anew = TestPlane.newKey();
    SecretKey old = own.settings.secretKeys().get(0);
    own.anotherNode(List.of(anew, old)).auditSeals.sealAgain();

    TestPlane only = own.anotherNode(List.of(anew));
    assertThat(only.trails.verify(kept).intact()).isTrue();
    assertThat(only.trails.verify(forged).intact()).isFalse();
    assertThat(only.trails.verify(null).intact()).isTrue();
    List<AuditEntry> told = only.trails.page(null, "here", new Paging()).items();
    assertThat(told.get(0).action()).isEqualTo("SECRET_KEY_ROTATED");
    assertThat(told.get(0).details()).containsEntry("chains", "2");
    assertThat(told.get(0).actor()).isEqualTo("service");
    only.auditSeals.sealAgain();
    assertThat(only.trails.verify(null).entries()).as("sealed once").isEqualTo(2);
  }

  @Test
  void a_new_password_of_a_home_is_recorded_with_its_tenant() {
    plane.signUp.begin(
        TestPlane.applicant("own", Isolation.DATABASE), TestPlane.OPERATOR, Optional.empty());
    plane.workOff();
    TenantId owner =
        new TenantId(
            plane
                .owner()
                .withHandle(
                    h ->
                        h.select("select id from control.tenant where slug = 'own'")
                            .mapTo(UUID.class)
                            .one()));
    UUID home = plane.tenants.byId(owner).orElseThrow().homeId();
    plane.passwords.begin(home, "an operator");
    plane.workOff();
    assertThat(actions(owner))
        .containsExactly(
            "TENANT_PROVISIONING",
            "TENANT_ACTIVE",
            "HOME_PASSWORD_CHANGE_ASKED",
            "HOME_PASSWORD_CHANGED");
  }

  @Test
  void what_is_done_to_servers_is_recorded() {
    Login login = new Login("jdbc:postgresql://nowhere.example/x", "owner", "a password of theirs");
    Server server = plane.servers.add(new NewServer("nowhere", login, 1));
    plane.servers.changePassword(server.id(), "another password of theirs");
    plane.servers.remove(server.id());
    List<AuditEntry> told = plane.trails.page(null, "here", new Paging()).items();
    assertThat(told)
        .extracting(AuditEntry::action)
        .startsWith("SERVER_REMOVED", "SERVER_PASSWORD_CHANGED", "SERVER_ADDED");
    assertThat(told.get(2).details()).containsOnly(Map.entry("server", server.id().toString()));
  }

  @Test
  void a_sign_up_that_failed_stays_in_the_trail() {
    plane.product.set(
        created -> {
          throw new CannotGoOn("for this test", null);
        });
    plane.signUp.begin(
        TestPlane.applicant("fails", Isolation.SHARED), TestPlane.OPERATOR, Optional.empty());
    plane.workOff();
    plane.product.set(created -> {});
    UUID id =
        plane
            .owner()
            .withHandle(
                h ->
                    h.select("select id from control.tenant where status = 'FAILED'")
                        .mapTo(UUID.class)
                        .one());
    assertThat(actions(new TenantId(id))).containsExactly("TENANT_PROVISIONING", "TENANT_FAILED");
  }
}

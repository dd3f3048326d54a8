package org.rowhouse.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

class ControlDatabaseIT {

  record Row(TenantId tenantId, UUID other, Instant createdAt) {}

  @Test
  void ids_go_in_and_come_out_as_ids_the_absent_ones_too() throws Exception {
    TenantId tenant = new TenantId(Ids.next());
    Optional<Row> row =
        new ControlSchema()
            .node()
            .with(
                handle ->
                    handle
                        .createQuery(
                            """
                            select x.tenant_id, x.other, now() as created_at
                            from (select cast(:tenant as uuid) as tenant_id, cast(null as uuid) as other) x
                            where x.tenant_id = :tenant and x.tenant_id is distinct from :other
                            """)
                        .bind("tenant", tenant)
                        .bindByType("other", null, UUID.class)
                        .mapTo(Row.class)
                        .findOne());
    assertThat(row.map(Row::tenantId)).contains(tenant);
    assertThat(row.map(Row::other)).isEmpty();
  }

  @Test
  void a_statement_that_fails_tells_the_log_none_of_its_values() throws Exception {
    ControlDatabase database = new ControlSchema().node();
    Throwable failure =
        catchThrowable(
            () ->
                database.use(
                    h ->
                        h.createUpdate("insert into nowhere (request) values (:request)")
                            .bind("request", "the-hash-of-a-password")
                            .execute()));
    assertThat(failure)
        .hasMessageContaining("nowhere")
        .hasMessageNotContaining("the-hash-of-a-password");
  }
}

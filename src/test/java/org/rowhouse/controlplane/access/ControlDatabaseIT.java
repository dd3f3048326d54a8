package org.rowhouse.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
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
}

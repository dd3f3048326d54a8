package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.SystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.rowhouse.tenancy.NoTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenantplane.project.Project;
import org.rowhouse.tenantplane.project.Projects;

/** Every way in which a tenant's transaction ends. */
@ApplicationScoped
class Outcomes {

  @Inject private Work work;
  @Inject private HomeConnections connections;
  @Inject private Projects projects;

  Map<String, Consumer<Tenant>> all() {
    Map<String, Consumer<Tenant>> all = new LinkedHashMap<>();
    all.put("a commit", tenant -> work.in(tenant, projects::isEmpty));
    all.put("an exception", failing(this::exception));
    all.put("a rollback mark", failing(this::marked));
    all.put("a failed statement", failing(t -> sql(t, "select 1/0")));
    all.put("a statement's time-out", failing(this::slowStatement));
    all.put("a transaction's time-out", this::slowTransaction);
    all.put("a refused commit", failing(this::refusedAtCommit));
    all.put("a cut connection", failing(this::cutBeforeCommit));
    return all;
  }

  /** Two projects with one name, which a deferred constraint forbids only at the commit. */
  void refusedAtCommit(Tenant tenant) {
    String table = tenant.home().schema() + ".project";
    Superuser.execute(
        "alter table %s add constraint later unique (tenant_id, name, description)"
            + " deferrable initially deferred",
        table);
    try {
      work.in(
          tenant,
          () -> {
            projects.add(new Project("LATE", "same", "same"));
            return projects.add(new Project("LATER", "same", "same"));
          });
    } finally {
      Superuser.execute("alter table %s drop constraint later", table);
    }
  }

  /** The connection dies after the last statement. */
  void cutBeforeCommit(Tenant tenant) {
    work.in(
        tenant,
        () -> {
          projects.add(new Project("CUT", "cut", null));
          String pid = text(tenant, "select pg_backend_pid()");
          Superuser.text("select pg_terminate_backend(%s, 5000)", pid);
          return null;
        });
  }

  private void exception(Tenant tenant) {
    work.in(
        tenant,
        () -> {
          projects.add(new Project("GONE", "gone", null));
          throw new IllegalArgumentException("not this");
        });
  }

  private void marked(Tenant tenant) {
    work.in(
        tenant,
        () -> {
          projects.add(new Project("GONE", "gone", null));
          Transactions.registry().setRollbackOnly();
          return null;
        });
  }

  private void slowStatement(Tenant tenant) {
    work.in(
        tenant,
        () -> {
          text(tenant, "select set_config('statement_timeout', '20', true)");
          return text(tenant, "select pg_sleep(5)");
        });
  }

  /** The server may end it at the time-out, at the commit or, if it looks rarely, not at all. */
  private void slowTransaction(Tenant tenant) {
    try {
      Transactions.manager().setTransactionTimeout(1);
      try {
        work.in(tenant, () -> text(tenant, "select pg_sleep(1.3)"));
      } finally {
        Transactions.manager().setTransactionTimeout(0);
      }
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException timedOut) {
      assertThat(timedOut).isNotInstanceOfAny(NoTenant.class, NoTransaction.class);
    }
  }

  private void sql(Tenant tenant, String sql) {
    work.in(tenant, () -> text(tenant, sql));
  }

  private String text(Tenant tenant, String sql) {
    return Superuser.text(connections.lend(tenant.id().toString()), sql);
  }

  private static Consumer<Tenant> failing(Consumer<Tenant> outcome) {
    return tenant ->
        assertThatThrownBy(() -> outcome.accept(tenant))
            .isNotInstanceOfAny(Error.class, NoTenant.class, NoTransaction.class);
  }
}

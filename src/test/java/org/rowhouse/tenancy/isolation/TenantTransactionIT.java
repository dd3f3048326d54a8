package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PersistenceUnit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.eclipse.persistence.queries.DataReadQuery;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.dev.Project;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.NoTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantScope;
import org.rowhouse.tenancy.WrongTenant;
import org.rowhouse.tenantplane.issue.Issue;
import org.rowhouse.tenantplane.issue.IssueFixture;
import org.rowhouse.tenantplane.issue.Issues;
import org.rowhouse.tenantplane.project.ProjectFixture;
import org.rowhouse.tenantplane.project.Projects;
import org.rowhouse.testkit.AsTenant;

/** The walls around a tenant's transaction, inside the server. Each was seen to fall here. */
@ExtendWith(ArquillianExtension.class)
class TenantTransactionIT {

  @Inject private Tenants tenants;
  @Inject private Work work;
  @Inject private Apart apart;
  @Inject private Outcomes outcomes;
  @Inject private Pool pool;
  @EJB private Elsewhere elsewhere;
  @Inject private TenantScope scope;
  @Inject private CurrentTenant current;
  @Inject private TenantUnit unit;
  @Inject private HomeConnections connections;
  @Inject private DatabaseFailures failures;
  @Inject private ControlDatabase control;
  @Inject private Projects projects;
  @Inject private Issues issues;

  @PersistenceUnit(unitName = "tenant")
  private EntityManagerFactory factory;

  @Deployment
  static WebArchive the_packaged_product_and_these_tests() throws Exception {
    Path assertj =
        Path.of(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ShrinkWrap.createFromZipFile(WebArchive.class, Project.built("rowhouse.war").toFile())
        .addClasses(TenantTransactionIT.class, Tenants.class, Work.class, Superuser.class)
        .addClasses(
            Apart.class,
            Outcomes.class,
            Pool.class,
            Elsewhere.class,
            ProjectFixture.class,
            IssueFixture.class)
        .addAsLibraries(assertj.toFile(), Project.testKit().toFile());
  }

  @Test
  void a_transaction_belongs_to_one_tenant() {
    Tenant acme = tenants.acme();
    Tenant globex = tenants.globex();
    work.in(
        acme,
        () -> {
          projects.isEmpty();
          assertThatThrownBy(() -> scope.call(globex, projects::isEmpty))
              .isInstanceOf(WrongTenant.class);
          assertThatThrownBy(() -> TransactionOwner.claimFor(globex))
              .isInstanceOf(WrongTenant.class);
          assertThatThrownBy(() -> connections.lend(globex.id().toString()))
              .isInstanceOf(WrongTenant.class);
          return null;
        });
    assertThatThrownBy(() -> work.transaction(() -> both(acme, globex)))
        .isInstanceOf(WrongTenant.class);
    assertThatThrownBy(() -> work.transaction(() -> both(acme, tenants.alone())))
        .isInstanceOf(WrongTenant.class);
  }

  private List<Boolean> both(Tenant first, Tenant second) {
    return List.of(scope.call(first, projects::isEmpty), scope.call(second, projects::isEmpty));
  }

  @Test
  void a_transaction_is_a_tenants_or_the_control_planes() {
    Tenant acme = tenants.acme();
    work.in(
        acme,
        () -> {
          projects.add(project("BESIDE"));
          assertThatThrownBy(this::countTenants).isInstanceOf(WrongTenant.class);
          assertThat(apart.call(this::countTenants)).isGreaterThanOrEqualTo(3);
          projects.flush();
          return null;
        });
    assertThat(Tenants.projects(acme, "BESIDE")).isEqualTo(1);
    Throwable thrown =
        catchThrowable(
            () ->
                work.transaction(
                    () -> {
                      countTenants();
                      return scope.call(acme, projects::isEmpty);
                    }));
    assertThat(cause(thrown, WrongTenant.class)).isNotNull();
  }

  private int countTenants() {
    return control.with(
        h -> h.createQuery("select count(*) from control.tenant").mapTo(Integer.class).one());
  }

  @Test
  void no_tenant_no_connection() {
    Tenant acme = tenants.acme();
    assertThatThrownBy(projects::isEmpty).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> work.transaction(projects::isEmpty)).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> work.transaction(() -> connections.lend(acme.id().toString())))
        .isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> scope.call(acme, projects::isEmpty)).isInstanceOf(NoTransaction.class);
    assertThatThrownBy(() -> AsTenant.callWithoutTransaction(acme.id(), projects::isEmpty))
        .isInstanceOf(NoTransaction.class);
    assertThatThrownBy(() -> scope.call(acme, () -> connections.lend(acme.id().toString())))
        .isInstanceOf(NoTransaction.class);
  }

  @Test
  void what_is_rolled_back_is_gone_and_what_is_committed_stays() {
    for (Tenant tenant : List.of(tenants.acme(), tenants.alone())) {
      assertThatThrownBy(
              () ->
                  work.in(
                      tenant,
                      () -> {
                        projects.add(project("THROWN"));
                        throw new IllegalArgumentException("changed my mind");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  work.in(
                      tenant,
                      () -> {
                        projects.add(project("MARKED"));
                        Transactions.registry().setRollbackOnly();
                        return null;
                      }))
          .isInstanceOf(IllegalStateException.class);
      work.in(tenant, () -> projects.add(project("STAYS")));
      assertThat(Tenants.projects(tenant, "THROWN")).isZero();
      assertThat(Tenants.projects(tenant, "MARKED")).isZero();
      assertThat(Tenants.projects(tenant, "STAYS")).isEqualTo(1);
    }
  }

  @Test
  void a_swallowed_failure_is_not_reported_as_success() {
    Tenant acme = tenants.acme();
    assertThatThrownBy(
            () ->
                work.in(
                    acme,
                    () -> {
                      projects.add(project("TWICE"));
                      try {
                        return projects.add(project("TWICE"));
                      } catch (PersistenceException swallowed) {
                        return null;
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("swallowed");
    assertThatThrownBy(
            () ->
                apart.call(
                    () -> {
                      Transactions.registry().setRollbackOnly();
                      return null;
                    }))
        .hasMessageContaining("swallowed");
    assertThat(Tenants.projects(acme, "TWICE")).isZero();
  }

  @Test
  void a_failed_commit_reaches_the_caller_with_its_cause() {
    Throwable refused = catchThrowable(() -> outcomes.refusedAtCommit(tenants.alone()));
    assertThat(refused).isInstanceOf(RuntimeException.class);
    assertThat(problem(refused).status()).isEqualTo(409);
    assertThat(Tenants.projects(tenants.alone(), "LATE")).isZero();
    Throwable cut = catchThrowable(() -> outcomes.cutBeforeCommit(tenants.acme()));
    assertThat(problem(cut)).isInstanceOf(DatabaseUnavailable.class);
    assertThat(Tenants.projects(tenants.acme(), "CUT")).isZero();
  }

  /** As {@code ProblemMapper} walks. */
  private Problem problem(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      var problem = failures.translate(t);
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    throw new AssertionError("nobody knows this", thrown);
  }

  @Test
  void a_returned_connection_remembers_no_tenant() {
    outcomes
        .all()
        .forEach(
            (name, outcome) ->
                List.of(tenants.acme(), tenants.alone())
                    .forEach(
                        tenant -> {
                          outcome.accept(tenant);
                          assertThat(pool.memories(tenant.home()))
                              .as("after %s", name)
                              .hasSize(pool.size())
                              .containsOnly("tenant '' path pg_catalog");
                        }));
  }

  @Test
  void the_connection_goes_back_exactly_once() {
    assertThat(outcomes.all()).hasSizeGreaterThan(pool.size());
    outcomes
        .all()
        .forEach(
            (name, outcome) -> {
              outcome.accept(tenants.acme());
              assertThat(pool.lent()).as("lent after %s", name).isZero();
            });
    assertThat(pool.mostAtOnce(tenants.acme().home())).isEqualTo(pool.size());
  }

  @Test
  void the_tenant_unit_runs_as_the_runtime_role() {
    unit.verify();
    String role =
        work.in(
            tenants.acme(),
            () -> {
              projects.isEmpty();
              return Superuser.text(
                  unit.entities().unwrap(Connection.class),
                  """
                  select concat_ws(' ', current_user, session_user, r.rolsuper, r.rolbypassrls,
                    (select count(*) from pg_class c where c.relowner = r.oid))
                  from pg_roles r where rolname = current_user
                  """);
            });
    assertThat(role).isEqualTo("rowhouse_runtime rowhouse_runtime f f 0");
  }

  @Test
  void the_neutral_connection_refuses_statements() {
    assertThat(cause(catchThrowable(this::readWithoutTenant), NoTenant.class)).isNotNull();
    assertThat(
            cause(catchThrowable(() -> work.transaction(this::readWithoutTenant)), NoTenant.class))
        .isNotNull();
  }

  /** The way around multitenancy that EclipseLink leaves open: its own session. */
  private Object readWithoutTenant() {
    var read = new DataReadQuery("select current_user");
    read.setAllowNativeSQLQuery(true);
    return factory.unwrap(ServerSession.class).executeQuery(read);
  }

  @Test
  void tenant_scope_restores_what_was_before_and_refuses_another() {
    Tenant acme = tenants.acme();
    scope.run(
        acme,
        () -> {
          assertThat(scope.call(acme, () -> current.get())).isEqualTo(acme);
          assertThatThrownBy(() -> scope.call(tenants.globex(), () -> current.get()))
              .isInstanceOf(WrongTenant.class);
          assertThatThrownBy(() -> scope.run(acme, this::fail)).hasMessage("fails inside");
          assertThat(current.get()).isEqualTo(acme);
        });
    assertThat(current.isPresent()).isFalse();
    assertThatThrownBy(() -> scope.run(acme, this::fail)).hasMessage("fails inside");
    assertThat(current.isPresent()).isFalse();
  }

  private void fail() {
    throw new IllegalArgumentException("fails inside");
  }

  @Test
  void the_tenant_crosses_threads_only_by_a_scope() {
    Tenant acme = tenants.acme();
    Runnable write = () -> work.transaction(() -> projects.add(project(Ids.next().toString())));
    Map<String, Consumer<Runnable>> places =
        Map.of(
            "an EJB timer", elsewhere::byTimer,
            "a managed executor", elsewhere::byExecutor,
            "an asynchronous event", elsewhere::byEvent);
    places.forEach(
        (name, place) -> {
          String key = "FROM-" + name.replace(' ', '-');
          Runnable carried =
              scope.call(
                  acme,
                  () -> scope.carry(() -> work.transaction(() -> projects.add(project(key)))));
          assertThat(Elsewhere.outcome(place, carried)).as(name).isNull();
          assertThat(Tenants.projects(acme, key)).as(name).isEqualTo(1);
          for (int i = 0; i < 4; i++) {
            Throwable refused = scope.call(acme, () -> Elsewhere.outcome(place, write));
            assertThat(refused).as("without its tenant, from %s", name).isNotNull();
          }
        });
  }

  @Test
  void reading_needs_no_transaction_and_keeps_to_its_tenant() {
    Tenant acme = tenants.acme();
    Tenant globex = tenants.globex();
    UUID mine = Tenants.project(acme, "READ");
    UUID theirs = Tenants.project(globex, "READ");
    for (Tenant tenant : List.of(acme, globex)) {
      UUID own = tenant == acme ? mine : theirs;
      UUID foreign = tenant == acme ? theirs : mine;
      scope.run(
          tenant,
          () ->
              work.reading(
                  () -> {
                    assertThat(projects.find(own)).isPresent();
                    assertThat(projects.find(foreign)).isEmpty();
                    cause(catchThrowable(this::statement), SQLException.class);
                    return null;
                  }));
    }
    assertThatThrownBy(() -> work.reading(projects::isEmpty)).isInstanceOf(NoTenant.class);
    assertThatThrownBy(() -> work.reading(() -> both(acme, globex)))
        .isInstanceOf(WrongTenant.class);
    assertThat(pool.memories(acme.home())).containsOnly("tenant '' path pg_catalog");
    assertThat(pool.mostAtOnce(acme.home())).isEqualTo(pool.size());
  }

  /** SQL without a prepared statement, which would carry no context. */
  private Object statement() {
    try (Statement statement = connections.lend(current.get().id().toString()).createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_is_changed_while_reading_is_refused_and_not_lost_in_silence() {
    Tenant acme = tenants.acme();
    UUID id = Tenants.project(acme, "FIXED");
    scope.run(
        acme,
        () -> {
          assertThatThrownBy(
                  () ->
                      work.reading(
                          () -> {
                            ProjectFixture.rename(projects.get(id), "Lost");
                            return null;
                          }))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("changed outside a transaction");
          for (Runnable change :
              List.<Runnable>of(
                  () -> projects.add(project("LOST")),
                  () -> projects.remove(projects.get(id)),
                  projects::flush,
                  () -> projects.lock(id))) {
            assertThatThrownBy(
                    () ->
                        work.reading(
                            () -> {
                              change.run();
                              return null;
                            }))
                .isInstanceOf(NoTransaction.class);
          }
          work.reading(
              () -> {
                String before = ProjectFixture.name(projects.get(id));
                apart.call(() -> projects.add(project("INSIDE")));
                assertThat(ProjectFixture.name(projects.get(id))).isEqualTo(before);
                return null;
              });
        });
    assertThat(Tenants.projects(acme, "LOST")).isZero();
    assertThat(Tenants.projects(acme, "FIXED")).isEqualTo(1);
    assertThat(Tenants.projects(acme, "INSIDE")).isEqualTo(1);
  }

  @Test
  void updates_and_deletes_carry_the_tenant() {
    Tenant acme = tenants.acme();
    Tenant globex = tenants.globex();
    UUID twin = Ids.next();
    Tenants.project(acme, twin, "TWIN");
    Tenants.project(globex, twin, "OTHER");
    String table = acme.home().schema() + ".project";
    Superuser.execute("alter table %s disable row level security", table);
    try {
      work.in(
          acme,
          () -> {
            var mine = projects.get(twin);
            assertThat(ProjectFixture.name(mine)).isEqualTo("TWIN");
            ProjectFixture.rename(mine, "Renamed");
            projects.flush();
            return null;
          });
      assertThat(names(table, twin)).isEqualTo("OTHER,Renamed");
      work.in(
          acme,
          () ->
              unit.entities()
                  .createQuery("update Project p set p.name = 'Bulk' where p.id = :id")
                  .setParameter("id", twin)
                  .executeUpdate());
      assertThat(names(table, twin)).isEqualTo("Bulk,OTHER");
      work.in(
          acme,
          () -> {
            projects.remove(projects.get(twin));
            return null;
          });
      assertThat(names(table, twin)).isEqualTo("OTHER");
      work.in(
          acme,
          () ->
              unit.entities()
                  .createQuery("delete from Project p where p.id = :id")
                  .setParameter("id", twin)
                  .executeUpdate());
      assertThat(names(table, twin)).isEqualTo("OTHER");
    } finally {
      Superuser.execute("alter table %s enable row level security", table);
    }
  }

  private static String names(String table, UUID id) {
    return Superuser.text(
        "select string_agg(name, ',' order by name) from %s where id = '%s'", table, id);
  }

  @Test
  void row_level_security_holds_without_the_discriminator() {
    Tenant acme = tenants.acme();
    Tenant globex = tenants.globex();
    UUID mine = Tenants.project(acme, "RLS");
    Tenants.project(globex, "RLS");
    work.in(
        acme,
        () -> {
          Connection raw = connections.lend(acme.id().toString());
          assertThat(Superuser.text(raw, "select count(distinct tenant_id) from project"))
              .isEqualTo("1");
          assertThat(Superuser.text(raw, "select count(*) from project where key = 'RLS'"))
              .isEqualTo("1");
          assertThat(state(raw, insert(globex))).isEqualTo("42501");
          assertThat(
                  state(
                      raw,
                      "update project set tenant_id = '%s' where id = '%s'"
                          .formatted(globex.id(), mine)))
              .isEqualTo("42501");
          assertThat(
                  state(raw, "delete from project where tenant_id = '%s'".formatted(globex.id())))
              .isEqualTo("0 rows");
          return null;
        });
    assertThat(Tenants.projects(globex, "RLS")).isEqualTo(1);
  }

  private static String insert(Tenant tenant) {
    return "insert into project values ('%s', '%s', 1, 'X', 'X', null, now(), now())"
        .formatted(tenant.id(), Ids.next());
  }

  /** The SQLSTATE of its failure, or how many rows it changed. */
  private static String state(Connection raw, String sql) {
    try (Statement statement = raw.createStatement()) {
      Savepoint before = raw.setSavepoint();
      try {
        return statement.executeUpdate(sql) + " rows";
      } catch (SQLException e) {
        raw.rollback(before);
        return e.getSQLState();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_id_that_may_be_null_is_written_and_read_with_and_without_a_value() {
    Tenant acme = tenants.acme();
    UUID project = Tenants.project(acme, "NULLS");
    UUID member =
        UUID.fromString(
            Superuser.text(
                "select id from %s.member where tenant_id = '%s'",
                acme.home().schema(), acme.id()));
    List<UUID> ids =
        work.in(
            acme,
            () ->
                List.of(
                    issues.add(IssueFixture.of(project, null)).id(),
                    issues.add(IssueFixture.of(project, member)).id()));
    assertThat(assignees(acme, ids)).containsExactly(null, member);
    work.in(
        acme,
        () -> {
          IssueFixture.assigned(issues.get(ids.get(0)), member);
          IssueFixture.assigned(issues.get(ids.get(1)), null);
          return null;
        });
    assertThat(assignees(acme, ids)).containsExactly(member, null);
    List<Issue> unassigned =
        work.in(
            acme,
            () ->
                unit.entities()
                    .createQuery(
                        "select i from Issue i where i.projectId = :p and i.assignee is null",
                        Issue.class)
                    .setParameter("p", project)
                    .getResultList());
    assertThat(unassigned).extracting(Issue::id).containsExactly(ids.get(1));
  }

  private List<UUID> assignees(Tenant tenant, List<UUID> ids) {
    return work.in(
        tenant,
        () -> {
          List<UUID> assignees = new ArrayList<>();
          ids.forEach(id -> assignees.add(IssueFixture.assignee(issues.get(id))));
          return assignees;
        });
  }

  private static org.rowhouse.tenantplane.project.Project project(String key) {
    return new org.rowhouse.tenantplane.project.Project(key, key, null);
  }

  private static <T extends Throwable> T cause(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    throw new AssertionError("expected " + type.getSimpleName(), thrown);
  }
}

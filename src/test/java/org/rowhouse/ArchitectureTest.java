package org.rowhouse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantDoor;
import org.rowhouse.tenancy.TenantScope;
import org.rowhouse.tenancy.isolation.OwnerScope;

/** Which package may use what. Each rule was once seen red on a planted fault. */
@AnalyzeClasses(packages = "org.rowhouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] COMMON = {"http..", "settings"};
  private static final String[] CONTROL = {
    "http..", "settings", "tenancy..", "security..", "controlplane"
  };

  @ArchTest static final ArchRule settings_use_nothing_of_ours = only("settings");

  @ArchTest static final ArchRule http_knows_no_tenant = only("http..", "settings");

  @ArchTest static final ArchRule the_words_of_tenancy_stand_alone = only("tenancy", COMMON);

  @ArchTest
  static final ArchRule the_parts_of_tenancy_know_no_plane =
      only("tenancy.*..", with(COMMON, "tenancy"));

  @ArchTest
  static final ArchRule security_knows_no_plane = only("security..", with(COMMON, "tenancy"));

  @ArchTest
  static final ArchRule the_control_plane_never_sees_the_product =
      only("controlplane..", with(CONTROL, "controlplane.."));

  @ArchTest static final ArchRule control_root = only("controlplane", CONTROL);

  @ArchTest static final ArchRule control_audit = only("controlplane.audit", CONTROL);

  @ArchTest
  static final ArchRule control_access =
      only("controlplane.access", with(CONTROL, "controlplane.audit"));

  @ArchTest static final ArchRule control_cache = only("controlplane.cache", CONTROL);

  @ArchTest
  static final ArchRule control_server =
      only("controlplane.server", with(CONTROL, "controlplane.audit"));

  @ArchTest
  static final ArchRule control_catalog =
      only("controlplane.catalog", with(CONTROL, "controlplane.audit", "controlplane.server"));

  @ArchTest
  static final ArchRule control_domain =
      only("controlplane.domain", with(CONTROL, "controlplane.audit", "controlplane.catalog"));

  @ArchTest
  static final ArchRule control_plan =
      only("controlplane.plan", with(CONTROL, "controlplane.audit", "controlplane.catalog"));

  @ArchTest
  static final ArchRule control_operation =
      only("controlplane.operation", with(CONTROL, "controlplane.audit", "controlplane.catalog"));

  @ArchTest static final ArchRule control_fleet_plan = only("controlplane.fleet.plan", CONTROL);

  @ArchTest
  static final ArchRule control_fleet_visit =
      only("controlplane.fleet.visit", with(CONTROL, "controlplane.fleet.plan"));

  @ArchTest
  static final ArchRule control_fleet_run =
      only("controlplane.fleet.run", with(CONTROL, "controlplane.fleet.plan"));

  @ArchTest
  static final ArchRule control_fleet =
      only(
          "controlplane.fleet",
          with(
              CONTROL,
              "controlplane.server",
              "controlplane.catalog",
              "controlplane.fleet.plan",
              "controlplane.fleet.run",
              "controlplane.fleet.visit"));

  @ArchTest
  static final ArchRule control_fleet_operator =
      only(
          "controlplane.fleet.operator",
          with(
              CONTROL,
              "controlplane.audit",
              "controlplane.server",
              "controlplane.catalog",
              "controlplane.fleet.plan",
              "controlplane.fleet.run"));

  @ArchTest
  static final ArchRule control_migration =
      only(
          "controlplane.migration",
          with(
              CONTROL,
              "controlplane.audit",
              "controlplane.domain",
              "controlplane.access",
              "controlplane.server",
              "controlplane.catalog",
              "controlplane.fleet..",
              "controlplane.operation"));

  @ArchTest
  static final ArchRule nothing_uses_the_console =
      noClasses()
          .that(not(resideInAPackage("org.rowhouse.controlplane.console..")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.rowhouse.controlplane.console.."));

  @ArchTest
  static final ArchRule the_product_sees_tenancy_and_never_the_control_plane =
      only(
          "tenantplane..",
          "http..",
          "settings",
          "security..",
          "tenancy",
          "tenancy.account",
          "tenancy.isolation",
          "tenancy.cache",
          "tenancy.cache.method",
          "tenancy.limit",
          "tenantplane..");

  @ArchTest
  static final ArchRule members_come_first =
      only("tenantplane.member", with(CONTROL, "tenantplane"));

  @ArchTest
  static final ArchRule invitations_know_members =
      only("tenantplane.invitation", with(CONTROL, "tenantplane", "tenantplane.member"));

  @ArchTest
  static final ArchRule the_account_knows_no_entity =
      only("tenantplane.account", with(CONTROL, "tenantplane"));

  @ArchTest
  static final ArchRule then_projects =
      only("tenantplane.project", with(CONTROL, "tenantplane", "tenantplane.member"));

  @ArchTest
  static final ArchRule then_issues =
      only(
          "tenantplane.issue",
          with(CONTROL, "tenantplane", "tenantplane.member", "tenantplane.project"));

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("org.rowhouse.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_isolation_and_the_control_plane_touch_jdbc =
      noClasses()
          .that(outside("tenancy.isolation..", "controlplane.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.jdbi..")
          .because("a connection opened elsewhere has no tenant on it");

  @ArchTest
  static final ArchRule only_migrations_migrate =
      noClasses()
          .that(outside("controlplane.migration..", "controlplane.fleet.plan"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flywaydb..");

  @ArchTest
  static final ArchRule only_isolation_knows_the_orm =
      noClasses()
          .that(outside("tenancy.isolation.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.persistence..");

  @ArchTest
  static final ArchRule only_the_tenant_cache_touches_redis =
      noClasses()
          .that(outside("tenancy.cache.redis"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("redis.clients..")
          .because("a key without its tenant is a leak");

  @ArchTest
  static final ArchRule the_product_never_chooses_a_tenant =
      noClasses()
          .that(resideInAPackage("org.rowhouse.tenantplane.."))
          .should()
          .dependOnClassesThat(
              assignableTo(TenantDirectory.class).or(assignableTo(TenantScope.class)));

  @ArchTest
  static final ArchRule only_who_comes_in_goes_through_the_door =
      noClasses()
          .that(outside("tenancy", "tenantplane.member", "tenantplane.invitation"))
          .should()
          .dependOnClassesThat(assignableTo(TenantDoor.class))
          .because("everybody else is inside a tenant or has none");

  @ArchTest
  static final ArchRule only_migrations_enter_a_tenant_as_the_owner =
      noClasses()
          .that(
              outside(
                  "tenancy.isolation",
                  "controlplane.migration",
                  "controlplane.fleet.visit",
                  "controlplane.archive"))
          .should()
          .dependOnClassesThat(assignableTo(OwnerScope.class));

  @ArchTest
  static final ArchRule only_resolution_enters_a_tenant_for_a_request =
      noClasses()
          .that(outside("tenancy.resolution"))
          .should()
          .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("enterForRequest")));

  @ArchTest
  static final ArchRule few_enter_a_tenant_for_a_block =
      noClasses()
          .that(
              outside(
                  "tenancy",
                  "tenancy.resolution",
                  "controlplane.provisioning",
                  "controlplane.archive"))
          .should()
          .dependOnClassesThat(assignableTo(TenantScope.class));

  @ArchTest
  static final ArchRule the_context_crosses_threads_only_through_tenancy =
      noClasses()
          .that(outside("tenancy..", "controlplane.."))
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.lang\\.(ThreadLocal|InheritableThreadLocal|Thread)"
                  + "|java\\.util\\.(Timer|concurrent\\.(CompletableFuture|.*Executor.*|ForkJoin.*))"
                  + "|jakarta\\.enterprise\\.concurrent\\..*");

  @ArchTest
  static final ArchRule names_say_what_not_how =
      noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|(?<!Entity)Manager|DTO|Dto)");

  @ArchTest
  static final ArchRule no_standard_streams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(
              "org.rowhouse.controlplane.migration.MigrateCommand") // is asked from a shell
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule resources_live_in_a_plane =
      classes()
          .that()
          .areAnnotatedWith("jakarta.ws.rs.Path")
          .should()
          .resideInAnyPackage("org.rowhouse.tenantplane..", "org.rowhouse.controlplane..");

  /** Classes in {@code where} use, of ours, only {@code allowed} and themselves. */
  private static ArchRule only(String where, String... allowed) {
    return noClasses()
        .that(resideInAPackage("org.rowhouse." + where))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.rowhouse..")
                .and(not(resideInAPackage("org.rowhouse." + where)))
                .and(not(resideInAnyPackage(ours(allowed)))))
        .as("%s may use %s".formatted(where, Arrays.toString(allowed)));
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return not(resideInAnyPackage(ours(packages)));
  }

  private static String[] ours(String... packages) {
    return Arrays.stream(packages).map(p -> "org.rowhouse." + p).toArray(String[]::new);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}

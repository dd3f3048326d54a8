package org.rowhouse.tenantplane;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenancy.isolation.TenantRepository;
import org.rowhouse.tenantplane.account.AuditTrailResource;
import org.rowhouse.tenantplane.account.DomainsResource;
import org.rowhouse.tenantplane.invitation.AcceptanceResource;
import org.rowhouse.tenantplane.member.JoiningResource;
import org.rowhouse.tenantplane.member.PasswordResource;
import org.rowhouse.tenantplane.member.TokensResource;
import org.w3c.dom.NodeList;

/** What a product team could forget, and what would then leak. */
@AnalyzeClasses(packages = "org.rowhouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ProductRulesTest {

  /** They hash, open doors or wait for others between transactions. */
  private static final Set<String> WITHOUT_TRANSACTION =
      Set.of(
          TokensResource.class.getName(),
          JoiningResource.class.getName(),
          PasswordResource.class.getName(),
          AcceptanceResource.class.getName(),
          AuditTrailResource.class.getName(),
          DomainsResource.class.getName());

  private static final Set<String> OPEN =
      Set.of(TokensResource.class.getName(), AcceptanceResource.class.getName());

  @ArchTest
  static final ArchRule every_entity_is_a_tenants =
      classes()
          .that()
          .areAnnotatedWith(Entity.class)
          .should()
          .beAssignableTo(TenantEntity.class)
          .andShould()
          .resideInAPackage("org.rowhouse.tenantplane..");

  @ArchTest
  static void every_entity_stands_in_persistence_xml_and_nothing_else(JavaClasses tree)
      throws Exception {
    Set<String> entities =
        tree.stream()
            .filter(c -> c.isAnnotatedWith(Entity.class))
            .map(c -> c.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = listed();
    listed.removeIf(name -> name.startsWith("org.rowhouse.tenancy.isolation."));
    assertThat(listed).as("<class> elements of persistence.xml").isEqualTo(entities);
  }

  private static Set<String> listed() throws Exception {
    try (InputStream in = TenantEntity.class.getResourceAsStream("/META-INF/persistence.xml")) {
      NodeList found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("class");
      Set<String> names = new TreeSet<>();
      for (int i = 0; i < found.getLength(); i++) {
        names.add(found.item(i).getTextContent().strip());
      }
      return names;
    }
  }

  @ArchTest
  static final ArchRule the_product_writes_no_native_sql =
      noClasses()
          .that(resideInAPackage("org.rowhouse.tenantplane.."))
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "native SQL, an unwrapped connection or an own EntityManager",
                  call ->
                      call.getTarget()
                          .getName()
                          .matches(
                              "create(Named)?(Native|StoredProcedure).*|unwrap"
                                  + "|createEntityManager|getDelegate")))
          .because("the ORM's tenant filter does not rewrite native SQL");

  @ArchTest
  static final ArchRule only_repositories_hold_entity_managers =
      noClasses()
          .that(resideInAPackage("org.rowhouse.tenantplane.."))
          .and(DescribedPredicate.not(assignableTo(TenantRepository.class)))
          .should()
          .dependOnClassesThat(assignableTo(EntityManager.class));

  @ArchTest
  static final ArchRule the_product_takes_nothing_from_the_container =
      noClasses()
          .that(resideInAPackage("org.rowhouse.tenantplane.."))
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "jakarta\\.persistence\\.Persistence(Context|Unit)|jakarta\\.annotation\\.Resource"
                  + "|javax\\.naming\\..*|jakarta\\.ejb\\..*");

  @ArchTest
  static final ArchRule every_resource_method_of_the_product_is_one_transaction =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.rowhouse.tenantplane..")
          .and(areRoutes())
          .should(
              hold(
                  "be @Transactional",
                  m ->
                      either(m, Transactional.class)
                          || WITHOUT_TRANSACTION.contains(m.getOwner().getName())));

  @ArchTest
  static final ArchRule nobody_suspends_the_transaction_of_a_tenant =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.rowhouse.tenantplane..")
          .and()
          .areAnnotatedWith(Transactional.class)
          .should(
              hold(
                  "join the transaction (REQUIRED), or read (SUPPORTS) where it is a GET",
                  m ->
                      switch (m.getAnnotationOfType(Transactional.class).value()) {
                        case REQUIRED -> true;
                        case SUPPORTS -> m.isAnnotatedWith(GET.class);
                        default -> false;
                      }));

  @ArchTest
  static final ArchRule every_route_of_the_control_plane_says_who_may_call_it =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.rowhouse.controlplane..")
          .and(areRoutes())
          .should(
              hold(
                  "be @RolesAllowed or @PermitAll",
                  m -> either(m, RolesAllowed.class) || either(m, PermitAll.class)));

  @ArchTest
  static final ArchRule only_coming_in_is_open_to_everybody_in_the_product =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.rowhouse.tenantplane..")
          .and(areRoutes())
          .should(
              hold(
                  "need a token",
                  m -> !either(m, PermitAll.class) || OPEN.contains(m.getOwner().getName())));

  private static DescribedPredicate<JavaMethod> areRoutes() {
    return DescribedPredicate.describe("are routes", m -> m.isMetaAnnotatedWith(HttpMethod.class));
  }

  private static boolean either(
      JavaMethod method, Class<? extends java.lang.annotation.Annotation> annotation) {
    CanBeAnnotated owner = method.getOwner();
    return method.isAnnotatedWith(annotation) || owner.isAnnotatedWith(annotation);
  }

  private static ArchCondition<JavaMethod> hold(
      String what, java.util.function.Predicate<JavaMethod> condition) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                method, condition.test(method), method.getFullName() + " must " + what));
      }
    };
  }
}

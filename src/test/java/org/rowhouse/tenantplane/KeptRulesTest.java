package org.rowhouse.tenantplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.tenancy.cache.Region;
import org.rowhouse.tenancy.cache.method.CacheRemove;
import org.rowhouse.tenancy.cache.method.CacheResult;
import org.rowhouse.tenancy.isolation.CascadesInDatabase;
import org.rowhouse.tenancy.isolation.TenantEntity;

/** What a product team could forget, and what would then be read after it has changed. */
@AnalyzeClasses(packages = "org.rowhouse", importOptions = ImportOption.DoNotIncludeTests.class)
class KeptRulesTest {

  private static final String KEPT_IN = "keptIn";

  @ArchTest
  static final ArchRule whatever_is_kept_an_entity_forgets =
      fields()
          .that()
          .haveRawType(Region.class)
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.rowhouse.tenantplane..")
          .should(stand("stand in the keptIn of an entity", KeptRulesTest::isForgotten))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule a_row_stays_where_it_is_kept =
      methods()
          .that()
          .haveName(KEPT_IN)
          .and()
          .areDeclaredInClassesThat()
          .areAssignableTo(TenantEntity.class)
          .should(new ReadsWhatNeverChanges())
          .allowEmptyShould(true);

  private static boolean isForgotten(JavaField region) {
    return region.getAccessesToSelf().stream()
        .anyMatch(
            access ->
                access.getOrigin().getName().equals(KEPT_IN)
                    && access.getOriginOwner().isAssignableTo(TenantEntity.class));
  }

  @ArchTest
  static void whatever_a_method_keeps_another_forgets(JavaClasses tree) {
    Set<String> forgotten =
        methodsOfTheProduct(tree, CacheRemove.class)
            .map(method -> method.getAnnotationOfType(CacheRemove.class).region())
            .collect(Collectors.toSet());
    assertThat(methodsOfTheProduct(tree, CacheResult.class))
        .allSatisfy(
            method ->
                assertThat(forgotten)
                    .as(method.getFullName())
                    .contains(method.getAnnotationOfType(CacheResult.class).region()));
  }

  private static Stream<JavaMethod> methodsOfTheProduct(
      JavaClasses tree, Class<? extends Annotation> annotation) {
    return tree.stream()
        .filter(type -> type.getPackageName().startsWith("org.rowhouse.tenantplane"))
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(annotation));
  }

  private static ArchCondition<JavaField> stand(
      String what, java.util.function.Predicate<JavaField> condition) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                field, condition.test(field), field.getFullName() + " must " + what));
      }
    };
  }

  /** The id, and columns that are never updated: no place is left without being forgotten. */
  private static final class ReadsWhatNeverChanges extends ArchCondition<JavaMethod> {

    ReadsWhatNeverChanges() {
      super("read the id and columns with updatable = false only");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
      method.getFieldAccesses().stream()
          .map(access -> access.getTarget().resolveMember())
          .forEach(field -> add(events, method, field.map(this::isFixed).orElse(false)));
      method.getMethodCallsFromSelf().stream()
          .map(call -> call.getTarget())
          .filter(target -> target.getOwner().isAssignableTo(TenantEntity.class))
          .forEach(target -> add(events, method, isId(target)));
    }

    private void add(ConditionEvents events, JavaMethod method, boolean good) {
      events.add(
          new SimpleConditionEvent(
              method, good, method.getFullName() + " must " + getDescription()));
    }

    private boolean isFixed(JavaField field) {
      return field.getModifiers().contains(JavaModifier.STATIC)
          || field
              .tryGetAnnotationOfType(Column.class)
              .map(column -> !column.updatable())
              .orElse(false);
    }

    private static boolean isId(AccessTarget.MethodCallTarget target) {
      return target.getName().equals("id");
    }
  }

  /** Perhaps with its schema, perhaps quoted. */
  private static final String NAME = "(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?";

  private static final Pattern TABLE =
      Pattern.compile(
          "(?is)\\s*(?:create|alter)\\s+table\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(?:only\\s+)?"
              + NAME
              + ".*");
  private static final Pattern CASCADE =
      Pattern.compile(
          "(?is)references\\s+"
              + NAME
              + "(?:\\s*\\([^)]*\\))?[^,;]*?on\\s+delete\\s+(cascade|set\\s+\\w+)");

  /** A foreign key: deleting a row of {@code parent} deletes or changes rows of {@code child}. */
  private record Reference(String child, String parent, boolean deletes) {}

  @ArchTest
  static void what_postgresql_deletes_along_is_forgotten(JavaClasses tree) throws IOException {
    List<Reference> references = references();
    assertThat(references).isNotEmpty();
    Map<String, Class<?>> entities = entities(tree);
    Set<String> must = new TreeSet<>();
    entities.forEach(
        (table, entity) -> {
          if (isKept(entity)) {
            must.addAll(above(table, references));
          }
        });
    assertThat(must)
        .allSatisfy(
            table -> {
              if (entities.containsKey(table)) {
                assertThat(entities.get(table))
                    .as("deleting from %s deletes or changes rows that are kept", table)
                    .hasAnnotation(CascadesInDatabase.class);
              }
            });
  }

  /** The tables whose deletions reach this one. */
  private static Set<String> above(String table, List<Reference> references) {
    Set<String> found = new TreeSet<>();
    List<String> next = new ArrayList<>();
    for (Reference each : references) {
      if (each.child.equals(table) && found.add(each.parent)) {
        next.add(each.parent);
      }
    }
    while (!next.isEmpty()) {
      String gone = next.remove(0);
      for (Reference each : references) {
        if (each.child.equals(gone) && each.deletes && found.add(each.parent)) {
          next.add(each.parent);
        }
      }
    }
    return found;
  }

  private static List<Reference> references() throws IOException {
    List<Reference> found = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(Path.of("src/main/resources/db/tenant"))) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        found.addAll(references(Files.readString(file)));
      }
    }
    return found;
  }

  private static List<Reference> references(String script) {
    List<Reference> found = new ArrayList<>();
    for (String statement : script.replaceAll("--.*", "").split(";")) {
      Matcher table = TABLE.matcher(statement);
      if (table.matches()) {
        CASCADE
            .matcher(statement)
            .results()
            .forEach(
                key ->
                    found.add(
                        new Reference(
                            table.group(1),
                            key.group(1),
                            key.group(2).equalsIgnoreCase("cascade"))));
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table issue (project uuid references project (id) on delete cascade)",
        "create table issue (project uuid references project on delete cascade)",
        "create table issue (project uuid references project(id)on delete cascade not null, x int)",
        "create table issue (foreign key (a, b) references project (a, b) on delete cascade)",
        "create table issue (project uuid references a.project on update cascade on delete cascade)",
        "create table issue (project uuid references \"project\" on delete cascade)",
        "create table issue (project uuid references \"a\".\"project\" (id)\non delete\ncascade)",
        "create table a.issue (project uuid references project on delete cascade)",
        "create table if not exists \"issue\" (project uuid references project on delete cascade)",
        "ALTER TABLE IF EXISTS ONLY \"a\".issue ADD FOREIGN KEY (project) REFERENCES project"
            + " MATCH FULL ON DELETE CASCADE",
      })
  void every_spelling_of_a_cascade_is_seen(String script) {
    assertThat(references(script + ";")).containsExactly(new Reference("issue", "project", true));
  }

  @Test
  void what_does_not_cascade_is_not_taken_for_it() {
    String script =
        """
        create table issue (
          a uuid references nowhere, -- references nothing on delete cascade
          b uuid references kept (id) on delete restrict,
          c uuid references member on delete set null,
          d uuid references project on delete cascade);
        create table other (a uuid references nowhere);
        comment on table other is 'references project on delete cascade';
        """;
    assertThat(references(script))
        .containsExactly(
            new Reference("issue", "member", false), new Reference("issue", "project", true));
  }

  private static Map<String, Class<?>> entities(JavaClasses tree) {
    return tree.stream()
        .filter(type -> type.isAnnotatedWith(Table.class))
        .map(type -> type.reflect())
        .collect(
            Collectors.toMap(
                type -> type.getAnnotation(Table.class).name(),
                type -> type,
                (one, other) -> one,
                TreeMap::new));
  }

  private static boolean isKept(Class<?> entity) {
    return Stream.of(entity.getDeclaredMethods()).anyMatch(m -> m.getName().equals(KEPT_IN));
  }
}

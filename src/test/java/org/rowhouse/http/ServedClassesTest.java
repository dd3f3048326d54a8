package org.rowhouse.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;

/** What every server's JAX-RS can make. */
@AnalyzeClasses(packages = "org.rowhouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ServedClassesTest {

  /** RESTEasy looks for it before it asks CDI, and refuses the WAR without. */
  @ArchTest
  static final ArchRule providers_and_resources_have_a_public_constructor_without_parameters =
      classes()
          .that()
          .areAnnotatedWith(Provider.class)
          .or()
          .areAnnotatedWith(Path.class)
          .should(
              new ArchCondition<JavaClass>("have a public constructor without parameters") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean has =
                      type.getConstructors().stream()
                          .anyMatch(
                              c ->
                                  c.getRawParameterTypes().isEmpty()
                                      && c.getModifiers().contains(JavaModifier.PUBLIC));
                  events.add(new SimpleConditionEvent(type, has, type.getName()));
                }
              });
}

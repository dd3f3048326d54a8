package org.rowhouse.guide;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.rowhouse.dev.Project;

/** The artefacts as a team that depends on them finds them. */
class PublishedJarsIT {

  @Test
  void the_kit_has_its_package_and_nothing_else() throws Exception {
    try (JarFile jar = new JarFile(Jars.KIT.toFile())) {
      assertThat(jar.stream().filter(e -> !e.isDirectory()).map(e -> e.getName()))
          .contains("org/rowhouse/testkit/LeakCheck.class")
          .allMatch(name -> name.matches("(org/rowhouse/testkit|META-INF)/.*"));
    }
  }

  @Test
  void the_kit_uses_the_jdk_jakarta_and_the_products_classes() throws Exception {
    JavaClasses published =
        new ClassFileImporter()
            .importJars(new JarFile(Jars.CLASSES.toFile()), new JarFile(Jars.KIT.toFile()));
    DescribedPredicate<JavaClass> known =
        describe(
            "are the JDK's, Jakarta's or published",
            used ->
                used.getBaseComponentType().isPrimitive()
                    || used.getPackageName().matches("(java|jakarta)\\..*")
                    || published.contain(used.getBaseComponentType().getName()));
    classes()
        .that()
        .resideInAPackage("org.rowhouse.testkit")
        .should()
        .onlyDependOnClassesThat(known)
        .check(published);
  }

  @Test
  void the_test_of_the_guide_compiles_against_them_and_a_test_framework(@TempDir Path scratch)
      throws Exception {
    Map<String, String> tests = Guide.read("arquillian.md").below("src/test/java");
    assertThat(tests).hasSize(1);
    Compiled.of(
        tests,
        scratch,
        List.of(
            Jars.CLASSES,
            Jars.KIT,
            Jars.of(Inject.class),
            Jars.of(Test.class),
            Jars.of(ExtendWith.class),
            Jars.of(ArquillianExtension.class),
            Jars.of(ArquillianResource.class),
            Jars.of(Deployment.class),
            Jars.of(ShrinkWrap.class)));
  }

  @Test
  void the_dependencies_of_the_guide_are_what_this_build_publishes() throws Exception {
    String guide = Guide.read("arquillian.md").file("pom.xml");
    String pom = Files.readString(Project.directory().resolve("pom.xml"));
    for (String element : List.of("groupId", "artifactId", "version")) {
      assertThat(all(element, guide)).containsOnly(all(element, pom).get(0));
    }
    assertThat(all("classifier", guide))
        .containsExactly("classes", "test-kit")
        .allSatisfy(
            classifier ->
                assertThat(Project.directory().resolve("target/rowhouse-" + classifier + ".jar"))
                    .isRegularFile());
  }

  private static List<String> all(String element, String xml) {
    return Pattern.compile("<%s>([^<]+)<".formatted(element))
        .matcher(xml)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}

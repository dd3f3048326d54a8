package org.rowhouse.guide;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.rowhouse.dev.Project;

/** The rules that a fork inherits, applied to the product with a team's classes in it. */
final class Rules {

  private static final List<String> CLASSES =
      List.of(
          "org.rowhouse.ArchitectureTest",
          "org.rowhouse.tenantplane.ProductRulesTest",
          "org.rowhouse.tenantplane.KeptRulesTest");

  private Rules() {}

  /**
   * @return how many rules were checked
   * @throws AssertionError when one is broken
   */
  static int check(Path team) {
    JavaClasses tree =
        new ClassFileImporter().importPaths(Project.directory().resolve("target/classes"), team);
    int rules = 0;
    for (String name : CLASSES) {
      for (Field field : fields(name)) {
        rule(field).check(tree);
        rules++;
      }
    }
    return rules;
  }

  private static List<Field> fields(String name) {
    try {
      return java.util.Arrays.stream(Class.forName(name).getDeclaredFields())
          .filter(field -> field.isAnnotationPresent(ArchTest.class))
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ArchRule rule(Field field) {
    try {
      field.setAccessible(true);
      return (ArchRule) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.rowhouse.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.PlaneApplication;

/** The document that the running server would serve, made from the classes on the class path. */
class OpenApiTest {

  private static final JavaClasses TREE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.rowhouse");
  private static final List<Route> ROUTES = routes();
  private static final ObjectNode DOCUMENT = Document.of(ROUTES);

  private static List<Class<?>> annotated(Class<? extends Annotation> with) {
    return TREE.stream()
        .filter(c -> c.isAnnotatedWith(with))
        .<Class<?>>map(JavaClass::reflect)
        .toList();
  }

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Class<?> application : annotated(ApplicationPath.class)) {
      PlaneApplication plane = plane(application);
      routes.addAll(
          Route.of(application, annotated(Path.class).stream().filter(plane::serves).toList()));
    }
    return routes;
  }

  private static PlaneApplication plane(Class<?> application) {
    try {
      return (PlaneApplication) application.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    DOCUMENT.get("paths").forEach(path -> path.forEach(operations::add));
    return operations;
  }

  @Test
  void every_resource_method_is_in_the_document() {
    List<String> methods =
        annotated(Path.class).stream()
            .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .filter(OpenApiTest::isResourceMethod)
            .map(Method::getName)
            .toList();
    assertThat(methods).hasSizeGreaterThan(15);
    assertThat(operations())
        .extracting(o -> o.get("operationId").asText())
        .doesNotHaveDuplicates()
        .hasSize(methods.size() + 1) // the keys are served by a servlet
        .containsAll(methods);
  }

  private static boolean isResourceMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(DOCUMENT.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(DOCUMENT.at(JsonPointer.compile(ref.substring(1)))).isNotEmpty());
  }

  @Test
  void every_answer_and_every_patch_says_what_it_holds() {
    for (Route route : ROUTES) {
      JsonNode operation = DOCUMENT.get("paths").get(route.path()).get(route.verb());
      boolean told = route.method().getAnnotationsByType(Answers.class).length > 0;
      assertThat(told || operation.at("/responses/204").isObject() || hasContent(operation))
          .as("%s: name its view after it, or say it by @Answers", route)
          .isTrue();
      if (Arrays.asList(route.method().getParameterTypes()).contains(MergePatch.class)) {
        assertThat(Convention.change(route))
            .as("%s: name what it changes …Change or …Input", route)
            .isPresent();
      }
    }
  }

  private static boolean hasContent(JsonNode operation) {
    return operation.get("responses").properties().stream()
        .anyMatch(r -> r.getKey().startsWith("2") && r.getValue().has("content"));
  }

  @Test
  void every_view_has_exactly_the_members_of_its_record() {
    for (Route route : ROUTES) {
      Convention.view(route)
          .ifPresent(
              view ->
                  assertThat(
                          DOCUMENT
                              .at("/components/schemas/" + view.getSimpleName() + "/properties")
                              .fieldNames())
                      .toIterable()
                      .as(view.getName())
                      .containsExactlyElementsOf(
                          Arrays.stream(view.getRecordComponents())
                              .map(RecordComponent::getName)
                              .toList()));
    }
  }

  @Test
  void path_parameters_are_those_of_the_path() {
    for (Route route : ROUTES) {
      Set<String> declared = new TreeSet<>();
      DOCUMENT
          .get("paths")
          .get(route.path())
          .get(route.verb())
          .path("parameters")
          .forEach(
              p -> {
                if (p.path("in").asText().equals("path")) {
                  declared.add(p.get("name").asText());
                }
              });
      Set<String> inPath =
          Arrays.stream(route.path().split("/"))
              .filter(s -> s.startsWith("{"))
              .map(s -> s.substring(1, s.length() - 1))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(declared).as(route.toString()).isEqualTo(inPath);
    }
  }

  @Test
  void it_has_what_openapi_3_1_demands() {
    assertThat(DOCUMENT.get("openapi").asText()).startsWith("3.1.");
    assertThat(DOCUMENT.at("/info/title").isTextual()).isTrue();
    assertThat(DOCUMENT.at("/info/version").isTextual()).isTrue();
    assertThat(DOCUMENT.get("paths").fieldNames())
        .toIterable()
        .allMatch(path -> path.startsWith("/") && !path.contains("//"));
    assertThat(operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.get("responses")).isNotEmpty();
              operation
                  .path("parameters")
                  .forEach(
                      p -> assertThat(p.has("$ref") || p.has("in") && p.has("schema")).isTrue());
            });
    assertThat(DOCUMENT.get("components").findParents("description")).isNotEmpty();
    DOCUMENT
        .at("/components/responses")
        .forEach(response -> assertThat(response.has("description")).isTrue());
  }

  @Test
  void what_is_public_needs_no_token_and_the_rest_does() {
    assertThat(DOCUMENT.at("/security/0/bearer").isArray()).isTrue();
    assertThat(DOCUMENT.at("/paths/~1api~1v1~1tokens/post/security")).isEmpty();
    assertThat(DOCUMENT.at("/paths/~1api~1v1~1projects/post/security").isMissingNode()).isTrue();
  }

  @Test
  void constraints_and_preconditions_are_told() {
    JsonNode project = DOCUMENT.at("/paths/~1api~1v1~1projects~1{id}");
    assertThat(project.at("/patch/parameters").findValuesAsText("$ref"))
        .contains("#/components/parameters/If-Match");
    assertThat(project.at("/patch/requestBody/content").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(MergePatch.MEDIA_TYPE, "application/json");
    assertThat(project.at("/patch/responses").fieldNames()).toIterable().contains("412", "428");
    assertThat(project.at("/delete/responses").fieldNames()).toIterable().contains("204", "404");
    JsonNode list = DOCUMENT.at("/paths/~1api~1v1~1projects/get");
    assertThat(list.at("/parameters/0/schema/maximum").asInt()).isEqualTo(200);
    assertThat(list.at("/responses/200/headers").has("Link")).isTrue();
    assertThat(list.at("/responses/200/content/application~1json/schema/properties/items/items"))
        .hasToString("{\"$ref\":\"#/components/schemas/ProjectView\"}");
    JsonNode created = DOCUMENT.at("/paths/~1api~1v1~1projects/post");
    assertThat(created.at("/responses/201/headers").fieldNames())
        .toIterable()
        .contains("ETag", "Location");
    assertThat(created.at("/parameters").findValuesAsText("$ref"))
        .contains("#/components/parameters/Idempotency-Key");
    assertThat(created.at("/responses").has("422")).isTrue();
  }

  @Test
  void the_yaml_says_the_same() throws Exception {
    String yaml = Yaml.write(DOCUMENT);
    assertThat(new YAMLMapper().readTree(yaml))
        .isEqualTo(new YAMLMapper().readTree(DOCUMENT.toString()));
    assertThat(yaml).startsWith("openapi: ").endsWith("\n");
  }
}

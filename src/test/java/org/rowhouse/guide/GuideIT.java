package org.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.ChangedWar;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.testkit.RunningRowhouse;

/** A team does what "Add your own entity" says, to the letter; and then makes mistakes. */
public class GuideIT {

  private static final String PERSISTENCE = "WEB-INF/classes/META-INF/persistence.xml";

  @TempDir private static Path scratch;
  private static Guide guide;
  private static Compiled product;
  private static Compiled faulty;
  private static RunningProduct running;

  /** What stands for the product of a fork in the guide's test. */
  public static RunningRowhouse rowhouse() {
    return running.rowhouse();
  }

  @BeforeAll
  static void fork_build_and_start() throws Exception {
    guide = Guide.read("add-an-entity.md");
    Map<String, String> sources = new LinkedHashMap<>(guide.below("src/main/java"));
    product = Compiled.of(sources, scratch.resolve("product"), Compiled.classPath());
    for (PlantedLeak leak : PlantedLeak.values()) {
      sources.put(
          "org/rowhouse/tenantplane/invoice/" + leak.type() + ".java",
          leak.in(guide.file("/InvoicesResource.java")));
    }
    faulty = Compiled.of(sources, scratch.resolve("faulty"), Compiled.classPath());
    Path war = Project.built("rowhouse.war");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    faulty.files().forEach((path, bytes) -> entries.put("WEB-INF/classes/" + path, bytes));
    entries.put(PERSISTENCE, utf8(persistence(war)));
    guide
        .below("src/main/resources/db")
        .forEach((path, sql) -> entries.put("WEB-INF/classes/db/" + path, utf8(sql)));
    running = RunningProduct.start(ChangedWar.of(war, scratch.resolve("team.war"), entries));
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  /** The file of the product with the guide's line beside the others. */
  private static String persistence(Path war) throws Exception {
    try (ZipFile zip = new ZipFile(war.toFile())) {
      String before =
          new String(
              zip.getInputStream(zip.getEntry(PERSISTENCE)).readAllBytes(), StandardCharsets.UTF_8);
      String end = "<exclude-unlisted-classes>";
      assertThat(before).contains(end);
      return before.replace(end, guide.file("persistence.xml") + end);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_the_guide_says_keeps_the_rules_of_the_product() {
    assertThat(Rules.check(product.directory())).isGreaterThan(25);
    assertThatThrownBy(() -> Rules.check(faulty.directory()))
        .hasMessageContaining(PlantedLeak.KEPT_IN_A_FIELD.type()); // a thread sleeps there
  }

  @Test
  void its_entity_can_be_made_read_found_changed_and_deleted() {
    try (var tenant = rowhouse().signUp(Isolation.SCHEMA)) {
      ApiClient client = running.api().withToken(tenant.token());
      var body = Map.of("number", "A-1", "customer", "Ada & Sons", "cents", 4200);
      var made = client.post("/api/v1/invoices", body).expect(201);
      String path = "/api/v1/invoices/" + made.json().get("id").asText();
      client.post("/api/v1/invoices", body).expect(409);
      client.post("/api/v1/invoices", Map.of("number", "A-2")).expect(400);
      assertThat(client.get(path).expect(200).text()).isEqualTo(made.text());
      assertThat(client.get("/api/v1/invoices?q=sons").expect(200).json().get("items")).hasSize(1);
      assertThat(client.get("/api/v1/invoices?q=bob").expect(200).json().get("items")).isEmpty();
      client.patch(path, Map.of("cents", 1)).expect(428);
      var matching = client.with("If-Match", made.header("ETag").orElseThrow());
      var changed = matching.patch(path, Map.of("cents", 1)).expect(200);
      assertThat(changed.json().get("cents").asInt()).isEqualTo(1);
      assertThat(client.get(path).expect(200).text()).isEqualTo(changed.text());
      matching.delete(path).expect(412);
      client.with("If-Match", changed.header("ETag").orElseThrow()).delete(path).expect(204);
      client.get(path).expect(404);
    }
  }

  @Test
  void its_entity_stands_in_the_document_of_the_api() throws Exception {
    JsonNode paths =
        new YAMLMapper()
            .readTree(running.api().get("/openapi.yaml").expect(200).text())
            .get("paths");
    assertThat(paths.get("/api/v1/invoices").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("get", "post");
    assertThat(paths.get("/api/v1/invoices/{id}").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("get", "patch", "delete");
  }

  @Test
  void its_test_is_green() throws Exception {
    runTestOfGuide("/api/v1/invoices");
  }

  @ParameterizedTest
  @EnumSource
  void its_test_is_red_where_the_resource_leaks(PlantedLeak leak) {
    assertThatThrownBy(() -> runTestOfGuide("/api/v1/" + leak.path()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(leak.harm());
  }

  /** The guide's own test on another resource. It starts no product: this one is there. */
  private static void runTestOfGuide(String resource) throws Exception {
    String path = "org/rowhouse/tenantplane/invoice/InvoicesIT.java";
    String test =
        guide
            .below("src/test/java")
            .get(path)
            .replace("RunningProduct.shared().rowhouse()", GuideIT.class.getName() + ".rowhouse()")
            .replace("import org.rowhouse.dev.RunningProduct;\n", "")
            .replace("\"/api/v1/invoices\"", "\"" + resource + "\"");
    assertThat(test).contains("GuideIT.rowhouse()", resource);
    Path directory = Files.createTempDirectory(scratch, "test");
    Compiled compiled = Compiled.of(Map.of(path, test), directory, Compiled.classPath());
    URL[] classes = {compiled.directory().toUri().toURL()};
    try (var loader = new URLClassLoader(classes, GuideIT.class.getClassLoader())) {
      Run.allTestsOf(loader.loadClass("org.rowhouse.tenantplane.invoice.InvoicesIT"));
    }
  }
}

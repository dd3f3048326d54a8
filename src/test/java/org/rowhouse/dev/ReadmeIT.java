package org.rowhouse.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A newcomer types what the README says, and an operator what the guide to a tenant's life says.
 */
class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  private static List<String> commands() throws IOException {
    return commands("README.md");
  }

  private static List<String> commands(String text) throws IOException {
    String read = Files.readString(Project.directory().resolve(text));
    return BLOCK.matcher(read).results().map((MatchResult block) -> block.group(1)).toList();
  }

  @Test
  void every_command_is_known_here() throws IOException {
    assertThat(commands()).hasSize(3);
    assertThat(commands().get(0)).isEqualTo("mvn -Pdev\n"); // no test: it takes its ports and stays
    assertThat(commands().get(1)).contains("curl");
    assertThat(commands().get(2)).startsWith("mvn -B verify\n"); // what runs this
    assertThat(Files.readAllLines(Project.directory().resolve(".ci/run")))
        .containsSubsequence(commands().get(2).lines().toList());
  }

  @Test
  void its_curls_show_that_isolation_holds() throws Exception {
    RunningProduct product = RunningProduct.shared();
    DemoData demo = new DemoData(product.signUp());
    for (DemoTenant tenant : DemoTenant.all()) {
      demo.ensure(tenant);
    }
    String script =
        commands().get(1).replace("http://localhost:8080", product.node().uri().toString());
    String said = typed(script);
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    assertThat(lines).as(said).hasSize(4);
    assertThat(lines.get(1)).isEqualTo("200");
    assertThat(lines.get(2)).contains("problems/not-found");
    assertThat(lines.get(3)).isEqualTo("404");
  }

  @Test
  void a_tenants_life_goes_as_its_guide_says() throws Exception {
    RunningProduct product = RunningProduct.shared();
    SignUp operator = product.signUp();
    List<String> blocks = commands("docs/tenant-life.md");
    assertThat(blocks.get(0)).contains("operator_password=");
    String settings =
        "base='%s'\noperator_email='%s'\noperator_password='%s'\n"
            .formatted(product.node().uri(), operator.operatorEmail(), operator.operatorPassword());
    String said = typed(settings + String.join("", blocks.subList(1, blocks.size())));
    assertThat(said)
        .doesNotContain("/problems/")
        .containsSubsequence(
            "\"status\":\"ACTIVE\"",
            "\"name\":\"Bob\"",
            "\"record\":\"_rowhouse.tracker.hooli.example\"",
            "\"DOMAIN_CLAIMED\"",
            "\"slug\":\"hooli-2\"",
            "\"status\":\"SUSPENDED\"",
            "\"removes\":[",
            "\"status\":\"ACTIVE\"",
            "\"state\":\"SUCCEEDED\"",
            "\"removed\":[",
            "\"TENANT_DELETED\"",
            "\"intact\":true");
  }

  private static String typed(String script) throws Exception {
    assumeTrue(answers("bash", "-c", "curl --version && sed --version"), "no bash, curl or sed");
    Process shell = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

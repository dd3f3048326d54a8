package org.rowhouse.dev.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code Dockerfile} and {@code compose.yaml} promise, read from them. */
class ContainerTest {
  private static final Pattern SETTING = Pattern.compile("ROWHOUSE_[A-Z_]+");
  private static final Pattern PINNED = Pattern.compile("[a-z-]+:\\d+\\.\\d+\\S*");

  private static List<String> dockerfile() throws IOException {
    return Files.readString(Path.of("Dockerfile"))
        .replace("\\\n", " ")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /** The arguments of one instruction, wherever it stands. */
  private static List<String> instructions(String name) throws IOException {
    return dockerfile().stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Object> compose = new Yaml().load(Files.readString(Path.of("compose.yaml")));
    return (Map<String, Map<String, Object>>) compose.get("services");
  }

  private static List<?> list(Map<String, Object> service, String key) {
    return service.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_image_runs_as_a_user_without_power() throws IOException {
    List<String> lines = dockerfile();
    String last =
        lines.stream().filter(line -> line.startsWith("USER ")).reduce((a, b) -> b).orElseThrow();
    assertThat(last).matches("USER [1-9]\\d{3,}:[1-9]\\d{3,}");
    assertThat(instructions("ENTRYPOINT")).hasSize(1);
  }

  @Test
  void the_image_tells_whether_it_lives() throws IOException {
    assertThat(instructions("HEALTHCHECK")).hasSize(1);
    assertThat(instructions("HEALTHCHECK").get(0)).contains("/opt/rowhouse/bin/health.sh");
  }

  @Test
  void every_file_that_is_copied_is_there_and_sent_to_the_build() throws IOException {
    List<String> sent = Files.readAllLines(Path.of(".dockerignore"));
    List<String> sources =
        instructions("COPY").stream()
            .filter(copy -> !copy.startsWith("--from="))
            .flatMap(
                copy -> {
                  String[] words = copy.split("\\s+");
                  return Arrays.stream(words).limit(words.length - 1L);
                })
            .toList();
    assertThat(sources).isNotEmpty().allMatch(source -> Files.exists(Path.of(source)));
    assertThat(sent).containsAll(sources.stream().map(source -> "!" + source).toList());
  }

  @Test
  void every_script_that_is_named_is_there() throws IOException {
    String text = String.join("\n", dockerfile());
    assertThat(names(Pattern.compile("server-config/\\S+\\.sh"), text))
        .isNotEmpty()
        .allMatch(script -> Files.exists(Path.of(script)));
    for (String script : names(Pattern.compile("(?<=/opt/rowhouse/bin/)\\w+\\.sh"), text)) {
      assertThat(Path.of("server-config/container", script)).exists();
    }
    for (Map<String, Object> service : services().values()) {
      for (Object volume : list(service, "volumes")) {
        if (volume.toString().startsWith("./")) {
          assertThat(Path.of(volume.toString().split(":")[0])).exists();
        }
      }
    }
  }

  @Test
  void every_image_is_pinned() throws IOException {
    Set<String> stages = new TreeSet<>();
    for (String from : instructions("FROM")) {
      String[] words = from.split("\\s+");
      assertThat(stages.contains(words[0]) || PINNED.matcher(words[0]).matches()).as(from).isTrue();
      if (words.length == 3) {
        stages.add(words[2]);
      }
    }
    for (var service : services().entrySet()) {
      if (!service.getKey().startsWith("node")) {
        assertThat(service.getValue().get("image").toString()).matches(PINNED);
      }
    }
  }

  @Test
  void every_setting_is_known() throws IOException {
    Set<String> known = names(SETTING, Files.readString(Path.of("README.md")));
    try (Stream<Path> scripts = Files.walk(Path.of("server-config"))) {
      for (Path file :
          Stream.concat(
                  Stream.of("Dockerfile", "compose.yaml", ".env.template").map(Path::of),
                  scripts.filter(Files::isRegularFile))
              .toList()) {
        assertThat(known).as("%s", file).containsAll(names(SETTING, Files.readString(file)));
      }
    }
  }

  @Test
  void no_secret_is_baked_in() throws IOException {
    Pattern secret =
        Pattern.compile(
            "(?m)^ *(?:ENV |ARG |- )?(\\w*(PASSWORD|SECRET|KEY)\\w*)[ \\t]*[:=][ \\t]*(\\S*)");
    for (String file : List.of("Dockerfile", "compose.yaml", ".env.template")) {
      secret
          .matcher(Files.readString(Path.of(file)))
          .results()
          .forEach(found -> assertThat(found.group(3)).as(found.group()).matches("|\\$\\{.*"));
    }
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains(".env");
  }

  @Test
  void every_secret_of_the_compose_file_is_in_the_template() throws IOException {
    Set<String> asked =
        names(Pattern.compile("(?<=\\$\\{)[A-Z_]+"), Files.readString(Path.of("compose.yaml")));
    Set<String> offered =
        names(Pattern.compile("(?m)^[A-Z_]+(?==)"), Files.readString(Path.of(".env.template")));
    assertThat(offered).isEqualTo(asked);
  }

  @Test
  void every_service_is_hardened_and_watched() throws IOException {
    services()
        .forEach(
            (name, service) -> {
              assertThat(service).as(name).containsEntry("read_only", true);
              assertThat(list(service, "cap_drop")).as(name).isEqualTo(List.of("ALL"));
              assertThat(list(service, "security_opt"))
                  .as(name)
                  .isEqualTo(List.of("no-new-privileges:true"));
              assertThat(service.containsKey("healthcheck") || name.startsWith("node"))
                  .as(name)
                  .isTrue();
            });
  }

  @Test
  void only_the_balancer_is_reachable_and_on_loopback() throws IOException {
    services()
        .forEach(
            (name, service) -> {
              Collection<?> ports = list(service, "ports");
              assertThat(ports).as(name).hasSize(name.equals("balancer") ? 1 : 0);
              assertThat(ports).allMatch(port -> port.toString().startsWith("127.0.0.1:"));
            });
  }

  @Test
  void both_nodes_are_behind_the_balancer_and_trust_it() throws IOException {
    Map<String, Map<String, Object>> services = services();
    String balancer = Files.readString(Path.of("server-config/balancer/haproxy.cfg"));
    List<String> nodes = services.keySet().stream().filter(s -> s.startsWith("node")).toList();
    assertThat(nodes).hasSize(2);
    for (String node : nodes) {
      assertThat(balancer).contains("server " + node + " " + node + ":8080");
      assertThat(services.get(node).get("environment").toString())
          .contains(
              "ROWHOUSE_TRUSTED_PROXIES="
                  + services
                      .get("balancer")
                      .get("networks")
                      .toString()
                      .replaceAll(".*ipv4_address=([\\d.]+).*", "$1"));
    }
  }
}

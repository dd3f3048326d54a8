package org.rowhouse.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.rowhouse.dev.server.Launch;
import org.rowhouse.dev.server.Node;
import org.rowhouse.testkit.RunningRowhouse;

/**
 * The packaged WAR on the server that this build tests, with its own PostgreSQL and Redis, all
 * temporary. Ends with the JVM, or when closed.
 */
public final class RunningProduct implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stopping stopping = new Stopping();
  private final EmbeddedServices services;
  private final NameServer names;
  private final Map<String, String> settings;
  private final int faultPort = Ports.free();
  private final Path war;
  private final Node node;

  private RunningProduct(
      Path war, Map<String, String> overrides, Optional<UnaryOperator<Launch>> first)
      throws Exception {
    this(RunDirectory.temporary(), war, overrides, first);
  }

  private RunningProduct(
      RunDirectory directory,
      Path war,
      Map<String, String> overrides,
      Optional<UnaryOperator<Launch>> first)
      throws Exception {
    this.war = war;
    stopping.later(directory);
    services = stopping.start(() -> EmbeddedServices.start(directory));
    names = stopping.start(NameServer::start);
    var all = new HashMap<>(services.settings());
    all.put("ROWHOUSE_DNS_SERVERS", names.address());
    all.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    all.put("ROWHOUSE_SIGN_UP", "open");
    all.put("ROWHOUSE_SIGN_UPS_PER_ADDRESS", "1000000");
    all.put("ROWHOUSE_SIGN_UPS_PER_HOUR", "1000000");
    all.put("ROWHOUSE_STRANGERS_PER_ADDRESS", "1000000");
    all.put("ROWHOUSE_SIGN_INS_PER_ADDRESS", "1000000");
    all.put("ROWHOUSE_TENANT_HEADER", "on");
    all.put("ROWHOUSE_OPERATOR_EMAIL", "operator@rowhouse.test");
    all.put("ROWHOUSE_OPERATOR_PASSWORD", KeptSecrets.password());
    all.putAll(overrides);
    settings = Map.copyOf(all);
    node = firstNode(first.orElse(launch -> launch.jvm(byteman(faultPort))));
  }

  private Node firstNode(UnaryOperator<Launch> change) throws Exception {
    try {
      return startNode(Ports.free(), change);
    } catch (Exception e) {
      stopping.close();
      throw e;
    }
  }

  /** One for all tests of this JVM, started when first asked for: leave its nodes alive. */
  public static RunningProduct shared() {
    return Shared.PRODUCT;
  }

  /** One of its own, for a test that kills, or needs other settings. */
  public static RunningProduct start(Map<String, String> overrides) throws Exception {
    return new RunningProduct(ofThisBuild(), overrides, Optional.empty());
  }

  /** Another WAR on a PostgreSQL and Redis of its own, such as a team's. */
  public static RunningProduct start(Path war) throws Exception {
    return new RunningProduct(war, Map.of(), Optional.empty());
  }

  /**
   * As {@link #start}, with no agent in the server, for measurements.
   *
   * @param first what the first node has of its own
   */
  public static RunningProduct startPlain(
      Map<String, String> overrides, UnaryOperator<Launch> first) throws Exception {
    return new RunningProduct(ofThisBuild(), overrides, Optional.of(first));
  }

  /** As {@link #startPlain}, on a PostgreSQL that waits for its disk. */
  public static RunningProduct startDurable(
      Map<String, String> overrides, UnaryOperator<Launch> first) throws Exception {
    return new RunningProduct(
        RunDirectory.temporaryAndDurable(), ofThisBuild(), overrides, Optional.of(first));
  }

  private static Path ofThisBuild() {
    return Project.built("rowhouse.war");
  }

  /** A further node on the same PostgreSQL and Redis, ready. */
  public Node startNode(List<String> jvm) throws Exception {
    return startNode(Ports.free(), jvm);
  }

  /** A node on a given port: the way to start a killed one again. */
  public Node startNode(int port, List<String> jvm) throws Exception {
    return startNode(port, launch -> launch.jvm(jvm));
  }

  /** A further node of which some settings differ. */
  public Node startNode(List<String> jvm, Map<String, String> overrides) throws Exception {
    return startNode(Ports.free(), launch -> launch.jvm(jvm).settings(overrides));
  }

  private Node startNode(int port, UnaryOperator<Launch> change) throws Exception {
    Node started = begin(port, change);
    started.awaitReady(PATIENCE);
    return started;
  }

  /** A further node as {@code change} will have it, begun and not yet ready. */
  public Node begin(int port, UnaryOperator<Launch> change) throws Exception {
    Launch launch = change.apply(new Launch(services.directory(), port, settings).war(war));
    return stopping.start(launch::start);
  }

  /** JVM arguments for {@link #startNode} that let Byteman rules be sent to {@code port}. */
  public static List<String> byteman(int port) {
    String jar = Project.built("byteman.jar").toString();
    return List.of(
        "-javaagent:%s=listener:true,boot:%s,address:127.0.0.1,port:%d".formatted(jar, jar, port));
  }

  public EmbeddedServices services() {
    return services;
  }

  /** The DNS that all nodes ask. */
  public NameServer names() {
    return names;
  }

  public Map<String, String> settings() {
    return settings;
  }

  /** Where the first node takes Byteman rules: how a test plants a fault. */
  public int faultPort() {
    return faultPort;
  }

  /** The first node. */
  public Node node() {
    return node;
  }

  public ApiClient api() {
    return ApiClient.of(node.uri());
  }

  /** The same for the tests that teams write: the published kit. */
  public RunningRowhouse rowhouse() {
    return RunningRowhouse.at(
        node.uri(),
        settings.get("ROWHOUSE_OPERATOR_EMAIL"),
        settings.get("ROWHOUSE_OPERATOR_PASSWORD"));
  }

  public SignUp signUp() {
    return new SignUp(
        api(), settings.get("ROWHOUSE_OPERATOR_EMAIL"), settings.get("ROWHOUSE_OPERATOR_PASSWORD"));
  }

  @Override
  public void close() {
    stopping.close();
  }

  private static final class Shared {
    static final RunningProduct PRODUCT = started();

    private static RunningProduct started() {
      try {
        return start(Map.of());
      } catch (Exception e) {
        throw new IllegalStateException("the product did not start", e);
      }
    }
  }
}

package org.rowhouse.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.dev.EmbeddedServices;
import org.rowhouse.dev.PayaraMicro;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** The running product that all proofs of this JVM share, with a door for planted faults. */
public final class Product {

  private static final String OPERATOR_EMAIL = "operator@rowhouse.example";
  private static final String OPERATOR_PASSWORD = "a long operator password";
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static Product shared;

  private final EmbeddedServices services;
  private final Map<String, String> settings;
  private final int faultPort = Ports.free();
  private final PayaraMicro node;

  private Product() throws IOException, SQLException, InterruptedException {
    RunDirectory directory = RunDirectory.temporary();
    services = EmbeddedServices.start(directory);
    settings = new HashMap<>(services.settings());
    settings.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    settings.put("ROWHOUSE_OPERATOR_EMAIL", OPERATOR_EMAIL);
    settings.put("ROWHOUSE_OPERATOR_PASSWORD", OPERATOR_PASSWORD);
    settings.put("ROWHOUSE_TENANT_HEADER", "on");
    node = launch(Ports.free(), List.of(faultAgent())).start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop the product"));
    node.awaitReady(PATIENCE);
  }

  /** Started by the first proof, stopped with the JVM. */
  public static synchronized Product shared() throws Exception {
    if (shared == null) {
      shared = new Product();
    }
    return shared;
  }

  private String faultAgent() {
    return "-javaagent:%s=listener:true,port:%d,boot:%s"
        .formatted(Project.built("byteman.jar"), faultPort, Project.built("byteman.jar"));
  }

  private PayaraMicro.Launch launch(int port, List<String> jvm) {
    return new PayaraMicro.Launch(services.directory(), port, settings).jvm(jvm);
  }

  /** Another node on the same services; the caller ends it. */
  public PayaraMicro secondNode(int port) throws IOException, InterruptedException {
    PayaraMicro second = launch(port, List.of()).heap("512m").start();
    second.awaitReady(PATIENCE);
    return second;
  }

  public EmbeddedServices services() {
    return services;
  }

  public PayaraMicro node() {
    return node;
  }

  public Wire wire() {
    return new Wire(node.port());
  }

  public Faults faults() {
    return new Faults(faultPort);
  }

  public Operator operator() throws IOException {
    try (Wire wire = wire()) {
      return operator(wire);
    }
  }

  public static Operator operator(Wire wire) throws IOException {
    return Operator.login(wire, OPERATOR_EMAIL, OPERATOR_PASSWORD);
  }

  /** A new tenant of a slug that nobody has. */
  public Account tenant(String isolation) throws IOException {
    try (Wire wire = wire()) {
      return operator(wire).tenant(wire, freshSlug(), isolation);
    }
  }

  public static String freshSlug() {
    return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 11);
  }

  private void stop() {
    try (RunDirectory directory = services.directory();
        EmbeddedServices all = services;
        PayaraMicro server = node) {
      assert directory != null && all != null && server != null;
    } catch (IOException e) {
      System.err.println("could not stop the product: " + e);
    }
  }
}

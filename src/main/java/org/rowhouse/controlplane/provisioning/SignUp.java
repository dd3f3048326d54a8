package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.operation.NewOperation;
import org.rowhouse.controlplane.operation.NewOperation.Retry;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;
import org.rowhouse.tenancy.TenantId;

/** The first step of a sign-up: slug, tenant, home and operation, in one transaction. */
@ApplicationScoped
public class SignUp {

  private static final System.Logger LOG = System.getLogger(SignUp.class.getName());

  private final ControlDatabase database;
  private final Servers servers;
  private final Homes homes;
  private final Tenants tenants;
  private final Operations operations;
  private final SignUpLimits limits;
  private final OperationRunner runner;

  SignUp() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public SignUp(
      ControlDatabase database,
      Servers servers,
      Homes homes,
      Tenants tenants,
      Operations operations,
      SignUpLimits limits,
      OperationRunner runner) {
    this.database = database;
    this.servers = servers;
    this.homes = homes;
    this.tenants = tenants;
    this.operations = operations;
    this.limits = limits;
    this.runner = runner;
  }

  /**
   * Who signs up.
   *
   * @param slug empty to derive one from the organization
   * @param server where the home is to lie, by name; empty to have one chosen
   */
  public record Applicant(
      String organization,
      Optional<String> slug,
      Isolation isolation,
      Optional<String> server,
      FirstAdmin admin,
      boolean seed) {}

  /**
   * What {@link SignUpWork} needs beside the tenant: the operation's request.
   *
   * @param open whether the public asked
   */
  record Request(FirstAdmin admin, boolean seed, boolean open) {}

  /**
   * Refuses, before a password is hashed, what {@link #begin} would refuse: at once, and when its
   * turn to be hashed has come.
   *
   * @throws Problem 429 when the public has signed up too often, 409 when the slug is taken
   */
  void requireLikely(Optional<String> slug, Asker asker) {
    database.use(
        h -> {
          limits.require(h, asker);
          if (slug.isPresent() && !tenants.taken(h, List.of(slug.get())).isEmpty()) {
            throw taken(slug.get());
          }
        });
  }

  /** The operation that this very request has begun before. */
  public Optional<Operation> repeated(Retry retry) {
    return database.with(h -> operations.repeated(h, SignUpWork.KIND, retry));
  }

  /**
   * Reserves the slug and begins the operation.
   *
   * @throws Problem 409 when the slug is taken or the server full, 400 when there is no such
   *     server, 429 when the public has signed up too often, 503 when no server has room
   */
  public Operation begin(Applicant applicant, Asker asker, Optional<Retry> retry) {
    Operation operation = database.inTransaction(h -> begin(h, applicant, asker, retry));
    runner.wake();
    return operation;
  }

  private Operation begin(Handle handle, Applicant applicant, Asker asker, Optional<Retry> retry) {
    Changes.lock(handle);
    // under the lock: of two requests with one key at once the second sees the first
    Optional<Operation> before =
        retry.flatMap(given -> operations.repeated(handle, SignUpWork.KIND, given));
    if (before.isPresent()) {
      return before.get();
    }
    limits.require(handle, asker);
    TenantId id = new TenantId(Ids.next());
    String slug = choose(handle, applicant);
    Home home = home(handle, applicant);
    if (!tenants.reserve(handle, id, slug, applicant.organization(), home)) {
      throw taken(slug);
    }
    Request request = new Request(applicant.admin(), applicant.seed(), asker.operator().isEmpty());
    Operation operation =
        operations.add(
            handle,
            new NewOperation(
                SignUpWork.KIND, id, Json.text(request), retry, asker.operator(), asker.address()));
    LOG.log(Level.INFO, "Tenant {0} is being made by operation {1}", id, operation);
    return operation;
  }

  private String choose(Handle handle, Applicant applicant) {
    if (applicant.slug().isPresent()) {
      return applicant.slug().get();
    }
    List<String> candidates = Slugs.candidates(applicant.organization());
    List<String> taken = tenants.taken(handle, candidates);
    return candidates.stream()
        .filter(candidate -> !taken.contains(candidate))
        .findFirst()
        .orElseThrow(() -> taken(candidates.get(0)));
  }

  private Home home(Handle handle, Applicant applicant) {
    Server server = server(handle, applicant);
    if (applicant.isolation() == Isolation.SHARED) {
      return homes
          .findShared(handle, server)
          .filter(home -> home.state() == Home.State.READY)
          .orElseThrow(
              () -> Problem.unavailable("home-unavailable", "There is no home at the moment.", 30));
    }
    if (!server.hasRoom()) {
      throw Problem.conflict(
          "server-full", "Server " + server.name() + " has all the homes it may have.");
    }
    return homes
        .claimSpare(handle, applicant.isolation(), server)
        .orElseGet(() -> homes.create(handle, applicant.isolation(), server));
  }

  /**
   * The one that was chosen; else SHARED tenants stay together, and others go where most room is.
   */
  private Server server(Handle handle, Applicant applicant) {
    if (applicant.server().isEmpty()) {
      return applicant.isolation() == Isolation.SHARED
          ? servers.main(handle)
          : servers
              .leastLoaded(handle)
              .orElseThrow(
                  () -> Problem.unavailable("no-capacity", "No server has room for a home.", 60));
    }
    Server chosen =
        servers
            .byName(handle, applicant.server().get())
            .orElseThrow(() -> Problem.invalid("server", "is no server of this fleet"));
    if (chosen.state() != Server.State.READY) {
      throw Problem.unavailable(
          "server-unavailable", "Server " + chosen.name() + " cannot take homes now.", 30);
    }
    return chosen;
  }

  static Problem taken(String slug) {
    return Problem.conflict("slug-taken", "The slug " + slug + " is taken. Choose another.");
  }
}

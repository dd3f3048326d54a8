package org.rowhouse.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * All settings of this node, validated. Secrets never appear in {@code toString}.
 *
 * @param leaveFile while it exists, this node is about to leave
 */
public record Settings(
    Database database,
    Optional<RedisAddress> redis,
    List<SecretKey> secretKeys,
    Web web,
    Tokens tokens,
    List<ExternalIssuer> externalIssuers,
    Optional<FirstOperator> firstOperator,
    Lifecycle lifecycle,
    Optional<Path> leaveFile) {

  /**
   * The main database: the owner's credentials and those of the role that tenants' SQL runs as.
   *
   * @param connections of tenants to one PostgreSQL server, at most
   * @param tenantConnections of these for one tenant, at most
   */
  public record Database(
      String url,
      String ownerUser,
      String ownerPassword,
      String runtimeUser,
      String runtimePassword,
      int connections,
      int tenantConnections) {
    @Override
    public String toString() {
      return "Database[" + url + ", " + ownerUser + ", " + runtimeUser + "]";
    }
  }

  /**
   * How requests arrive.
   *
   * @param baseDomain tenants live at {@code {slug}.baseDomain}
   * @param tenantHeader whether {@code X-Tenant} may name the tenant
   * @param trustedProxies addresses whose forwarded headers count
   * @param bodyLimit bytes
   * @param dnsServers {@code address} or {@code address:port}; none for those of the system
   * @param strangersPerAddress requests without a token from one address, a second
   * @param signInsPerAddress passwords tried from one address, a minute
   */
  public record Web(
      String baseDomain,
      boolean tenantHeader,
      Set<String> trustedProxies,
      long bodyLimit,
      List<String> dnsServers,
      int strangersPerAddress,
      int signInsPerAddress) {}

  /** The built-in issuer. */
  public record Tokens(
      String issuer, Duration accessLifetime, Duration refreshLifetime, Duration keyRotation) {}

  /**
   * An issuer outside, trusted for some tenants.
   *
   * @param tenants tenant ids it may speak for; {@code *} stands for all
   */
  public record ExternalIssuer(String issuer, URI jwks, String audience, Set<String> tenants) {}

  /** The operator who exists from the first start on. */
  public record FirstOperator(String email, String password) {
    @Override
    public String toString() {
      return "FirstOperator[" + email + "]";
    }
  }

  /**
   * How tenants come and go, and how their homes follow a new version.
   *
   * @param signUpsPerAddress of the public, from one address within an hour
   * @param signUpsPerHour of the public, in all
   * @param spareSchemas homes of isolation SCHEMA that each server keeps ready; so {@code
   *     spareDatabases}
   * @param grace how long what a deleted tenant had can be restored
   * @param formerSlug how long visitors of a slug that was changed are sent on
   * @param migration when homes follow, seen from a node that is deployed
   */
  public record Lifecycle(
      SignUp signUp,
      int signUpsPerAddress,
      int signUpsPerHour,
      int spareSchemas,
      int spareDatabases,
      Duration grace,
      Duration formerSlug,
      Migration migration) {}

  /** When homes follow a new version. */
  public enum Migration {
    /** Before the node serves; each home by itself. */
    BEFORE,
    /** The same, all homes at once or none. */
    FLEET,
    /** While the node serves those tenants whose homes are new enough for it. */
    BESIDE
  }

  /** Who may sign a tenant up. */
  public enum SignUp {
    OPEN,
    OPERATORS
  }

  @Override
  public String toString() {
    return "Settings[" + database + ", " + web + ", " + tokens + ", " + lifecycle + "]";
  }
}

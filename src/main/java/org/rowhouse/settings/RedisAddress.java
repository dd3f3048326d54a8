package org.rowhouse.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rowhouse.settings.SettingsReader.Fault;

/**
 * Where Redis is and how it is spoken to.
 *
 * @param servers of it, or of its sentinels; for a cluster some of its nodes
 * @param master the name that sentinels know it by; only theirs
 * @param authorities who may vouch for its certificate; empty for those that Java trusts
 */
public record RedisAddress(
    Kind kind,
    boolean encrypted,
    Optional<String> user,
    Optional<String> password,
    List<Server> servers,
    String master,
    int database,
    List<X509Certificate> authorities) {

  /** What stands behind the address. */
  public enum Kind {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  /** One server. */
  public record Server(String host, int port) {}

  private static final Pattern URL =
      Pattern.compile(
          "redis(?<tls>s)?(-(?<kind>sentinel|cluster))?://"
              + "((?<who>[^/?#]*)@)?(?<servers>[^/?#@]+)(/(?<path>[^?#]*))?");
  private static final Pattern WHO = Pattern.compile("(?<user>[^:@]*):(?<password>[^:@]+)");
  private static final Pattern SERVER =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?");
  private static final Pattern DATABASE = Pattern.compile("[0-9]{1,5}");

  static RedisAddress parse(String text) {
    Matcher url = matching(URL, text, "must be a redis:// or rediss:// URL, without ? and #");
    Kind kind = url.group("kind") == null ? Kind.SINGLE : Kind.valueOf(upper(url.group("kind")));
    String path = Optional.ofNullable(url.group("path")).orElse("");
    String master = "";
    if (kind == Kind.SENTINEL) {
      int slash = path.indexOf('/');
      master = decoded(slash < 0 ? path : path.substring(0, slash));
      path = slash < 0 ? "" : path.substring(slash + 1);
      if (!master.matches("[A-Za-z0-9._-]+")) {
        throw new Fault("must name the master after the sentinels: /mymaster");
      }
    }
    int database = database(path);
    if (kind == Kind.CLUSTER && database != 0) {
      throw new Fault("must name no database: a cluster has only 0");
    }
    List<Server> servers = servers(url.group("servers"), kind == Kind.SENTINEL ? 26379 : 6379);
    if (kind == Kind.SINGLE && servers.size() > 1) {
      throw new Fault("must name one server; more only as redis-sentinel:// or redis-cluster://");
    }
    Optional<Matcher> who =
        Optional.ofNullable(url.group("who"))
            .map(
                w ->
                    matching(WHO, w, "must say who asks as user:password@ or :password@, encoded"));
    return new RedisAddress(
        kind,
        url.group("tls") != null,
        who.map(w -> decoded(w.group("user"))).filter(user -> !user.isEmpty()),
        who.map(w -> decoded(w.group("password"))),
        servers,
        master,
        database,
        List.of());
  }

  RedisAddress trusting(List<X509Certificate> authorities) {
    return new RedisAddress(
        kind, encrypted, user, password, servers, master, database, List.copyOf(authorities));
  }

  static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all = new ArrayList<>();
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.add((X509Certificate) one);
      }
      if (!all.isEmpty()) {
        return all;
      }
    } catch (IOException | GeneralSecurityException e) {
      // said below
    }
    throw new Fault("must be the path of a readable file with certificates (PEM)");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RedisAddress[" + kind + " " + servers + (encrypted ? " encrypted" : "") + "]";
  }

  private static List<Server> servers(String list, int otherwise) {
    List<Server> servers = new ArrayList<>();
    for (String one : list.split(",", -1)) {
      Matcher server = matching(SERVER, one, "must name each server as host or host:port");
      String port = server.group("port");
      int number = port == null ? otherwise : Integer.parseInt(port);
      if (number < 1 || number > 65535) {
        throw new Fault("must name ports from 1 to 65535");
      }
      servers.add(new Server(server.group("host").replaceAll("[\\[\\]]", ""), number));
    }
    return List.copyOf(servers);
  }

  private static int database(String path) {
    return path.isEmpty()
        ? 0
        : Integer.parseInt(
            matching(DATABASE, path, "must name the database by its number").group());
  }

  private static Matcher matching(Pattern pattern, String text, String fault) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new Fault(fault);
    }
    return matcher;
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** {@code +} stays: this is no form. */
  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Fault("must write % as %25");
    }
  }
}

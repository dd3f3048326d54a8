package org.rowhouse.controlplane.domain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.spi.InitialContextFactory;
import org.rowhouse.settings.Settings;

/** Asks the DNS, each time anew: the JDK keeps no answers. */
@ApplicationScoped
public class TxtRecords {

  private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
  private static final String TYPE = "TXT";
  private static final String FIRST_WAIT_MILLIS = "1000";
  private static final String TRIES = "2";

  private final String servers;

  TxtRecords() {
    servers = null;
  }

  @Inject
  TxtRecords(Settings settings) {
    this(settings.web().dnsServers());
  }

  /**
   * @param servers {@code address} or {@code address:port}; none for those of the system
   */
  TxtRecords(List<String> servers) {
    this.servers =
        servers.isEmpty()
            ? "dns:"
            : servers.stream().map(server -> "dns://" + server).collect(Collectors.joining(" "));
  }

  /** The DNS did not say what there is, nor that there is nothing. */
  static class Unanswered extends Exception {
    Unanswered(NamingException cause) {
      super(cause);
    }

    /** Without the name that was asked for: it is a tenant's. */
    String why() {
      return getCause() instanceof NamingException cause ? cause.getExplanation() : "";
    }
  }

  /**
   * The texts of the TXT records of {@code name}; none when the DNS says so.
   *
   * @throws Unanswered when it says nothing or fails, after some seconds at most
   */
  List<String> at(String name) throws Unanswered {
    try {
      DirContext dns = open();
      try {
        return texts(dns.getAttributes(name, new String[] {TYPE}).get(TYPE));
      } finally {
        dns.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      throw new Unanswered(e);
    }
  }

  private DirContext open() throws NamingException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.PROVIDER_URL, servers);
    environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
    environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
    return (DirContext) factory().getInitialContext(environment);
  }

  /** Not by an InitialContext: servers replace what that finds, WildFly by what lacks this. */
  private static InitialContextFactory factory() {
    return ServiceLoader.load(ModuleLayer.boot(), InitialContextFactory.class).stream()
        .filter(provider -> provider.type().getName().equals(FACTORY))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("This JDK lacks the module jdk.naming.dns"))
        .get();
  }

  private static List<String> texts(Attribute records) throws NamingException {
    List<String> texts = new ArrayList<>();
    if (records != null) {
      NamingEnumeration<?> all = records.getAll();
      while (all.hasMore()) {
        // the JDK quotes a text that has a blank in it
        texts.add(all.next().toString().replaceAll("^\"|\"$", ""));
      }
    }
    return texts;
  }
}

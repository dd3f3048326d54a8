package org.rowhouse.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority of one's own and a server it vouches for, made by the JDK's keytool. */
public final class PrivateAuthority {

  private static final String PASSWORD = "a-test-of-certificates";

  private final KeyStore store;

  private PrivateAuthority(KeyStore store) {
    this.store = store;
  }

  /** For a server of this name. */
  public static PrivateAuthority make(Path directory, String host)
      throws IOException, GeneralSecurityException {
    Path file = directory.resolve("authority.p12");
    Path request = directory.resolve("request");
    Path certificate = directory.resolve("certificate");
    keytool(file, "-genkeypair -alias ca -dname CN=Test -keyalg EC -ext bc:c");
    keytool(file, "-genkeypair -alias server -dname CN=server -keyalg EC");
    keytool(file, "-certreq -alias server -file " + request);
    keytool(
        file,
        "-gencert -alias ca -infile %s -outfile %s -ext san=dns:%s"
            .formatted(request, certificate, host));
    keytool(file, "-importcert -alias server -noprompt -file " + certificate);
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    return new PrivateAuthority(store);
  }

  /** As PEM. */
  public void writeAuthority(Path file) throws IOException, GeneralSecurityException {
    byte[] certificate = store.getCertificate("ca").getEncoded();
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n");
  }

  /** What the server speaks with. */
  public SSLContext server() throws GeneralSecurityException {
    KeyStore own;
    try {
      own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    own.setEntry(
        "server",
        store.getEntry("server", new KeyStore.PasswordProtection(PASSWORD.toCharArray())),
        new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path store, String arguments) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Stream<String> all =
        Stream.of(
                Stream.of(keytool),
                Arrays.stream(arguments.split(" ")),
                Stream.of("-keystore", store.toString(), "-storepass", PASSWORD))
            .flatMap(one -> one);
    Process process = new ProcessBuilder(all.toList()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

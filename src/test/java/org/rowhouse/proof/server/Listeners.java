package org.rowhouse.proof.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets on which a process waits for strangers, as Linux tells. */
record Listeners(List<Listener> all) {

  private static final String TCP_LISTEN = "0A";
  private static final String UDP_UNCONNECTED = "07";

  /**
   * @param address as the kernel writes it: hexadecimal, each four bytes reversed
   */
  record Listener(String kind, String address, int port) {

    boolean isLoopback() {
      return address.equals("0100007F")
          || address.equals("0000000000000000FFFF00000100007F")
          || address.equals("00000000000000000000000001000000");
    }
  }

  static Listeners of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          sockets.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    return new Listeners(
        Stream.of("tcp", "tcp6", "udp", "udp6")
            .flatMap(kind -> lines(process.resolve("net").resolve(kind)).map(l -> kind + " " + l))
            .map(line -> line.strip().split("\\s+"))
            .filter(f -> f[4].equals(f[0].startsWith("tcp") ? TCP_LISTEN : UDP_UNCONNECTED))
            .filter(f -> sockets.contains("socket:[" + f[10] + "]"))
            .map(f -> new Listener(f[0], f[2].split(":")[0], port(f[2])))
            .toList());
  }

  private static int port(String address) {
    return Integer.parseInt(address.split(":")[1], 16);
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream().skip(1) : Stream.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

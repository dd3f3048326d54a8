package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.fault.HomeSql;
import org.rowhouse.proof.hunt.Findings.Harm;

/** Looks, as long as a hunt goes on, at what no answer shows: walls and the server's log. */
final class Inspection implements AutoCloseable {

  private static final long PAUSE_MILLIS = 500;

  private final List<Hunted> tenants;
  private final Findings findings;
  private final HomeSql homes;
  private final Walls walls;
  private final Path log;
  private final Random random = new Random();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "inspection");
  private long read;
  private int probes;
  private Exception failure;

  private Inspection(Product product, List<Hunted> tenants, Findings findings) throws IOException {
    this.tenants = tenants;
    this.findings = findings;
    this.homes = new HomeSql(product);
    this.walls = new Walls(product, findings);
    this.log = product.node().log();
    this.read = Files.size(log);
  }

  static Inspection of(Product product, List<Hunted> tenants, Findings findings)
      throws IOException {
    Inspection inspection = new Inspection(product, tenants, findings);
    inspection.thread.start();
    return inspection;
  }

  private void run() {
    try {
      do {
        probeOne();
        readLog();
      } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
      readLog();
    } catch (SQLException | IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  private void probeOne() throws SQLException {
    int mine = random.nextInt(tenants.size());
    Hunted tenant = tenants.get(mine);
    try {
      var home = homes.of(List.of(tenant.account.tenantId())).get(0);
      walls.probe(tenant, tenants.get((mine + 1) % tenants.size()), home);
      probes++;
    } catch (SQLException e) {
      if (!e.getSQLState().startsWith("08") && !e.getSQLState().startsWith("57P")) {
        throw e; // else PostgreSQL restarts just now
      }
    }
  }

  private void readLog() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] more = new byte[(int) (file.length() - read)];
      file.seek(read);
      file.readFully(more);
      read += more.length;
      new String(more, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(Canaries.SIGN))
          .forEach(
              line -> findings.add(Harm.LOGGED, line.substring(0, Math.min(600, line.length()))));
    }
  }

  /** Ends it; fails when the walls could not be looked at. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure != null || probes == 0) {
      throw new IllegalStateException("The walls were not looked at", failure);
    }
  }

  @Override
  public String toString() {
    return "%d homes probed".formatted(probes);
  }
}

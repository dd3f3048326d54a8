package org.rowhouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.rowhouse.dev.server.Node;

/** CPU milliseconds used so far; -1 where the system does not tell. */
record Cpu(double server, double database) {

  static Cpu now(Node node, DataSource superuser) throws IOException, SQLException {
    return new Cpu(node.cpuMillis(), database(superuser));
  }

  Cpu perRequestSince(Cpu earlier, int requests) {
    return new Cpu((server - earlier.server) / requests, (database - earlier.database) / requests);
  }

  /** Of all processes of the server that live now: they must be the same at both ends. */
  private static double database(DataSource superuser) throws IOException, SQLException {
    double all = 0;
    try (Connection connection = superuser.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pid from pg_stat_activity where pid <> pg_backend_pid()")) {
      while (rows.next()) {
        Path stat = Path.of("/proc", rows.getString(1), "stat");
        if (Files.exists(stat)) {
          String line = Files.readString(stat);
          String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
          all += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10; // 100 ticks/s
        }
      }
    }
    return all;
  }

  static double load() throws IOException {
    Path load = Path.of("/proc/loadavg");
    return Files.exists(load) ? Double.parseDouble(Files.readString(load).split(" ")[0]) : -1;
  }
}

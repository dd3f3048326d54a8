package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rowhouse.dev.EmbeddedServices;

/**
 * What PostgreSQL does to a hunt: every two seconds it cancels statements and ends sessions of the
 * product, and once, when half of the requests are made, it restarts.
 */
public final class Trouble implements AutoCloseable {

  private static final long PAUSE_SECONDS = 2;

  private static final String CANCEL =
      """
      select count(pg_cancel_backend(pid)) from (
        select pid from pg_stat_activity
        where backend_type = 'client backend' and usename <> 'postgres' and state = 'active'
        order by random() limit 3) some
      """;

  private static final String END =
      """
      select count(pg_terminate_backend(pid)) from (
        select pid from pg_stat_activity
        where backend_type = 'client backend' and usename <> 'postgres'
        order by state = 'idle', random() limit 2) some
      """;

  private final EmbeddedServices services;
  private final Findings findings;
  private final int half;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "trouble");
  private int cancelled;
  private int ended;
  private boolean restarted;
  private Exception failure;

  private Trouble(EmbeddedServices services, Findings findings, int half) {
    this.services = services;
    this.findings = findings;
    this.half = half;
  }

  static Trouble around(EmbeddedServices services, Findings findings, int requests) {
    Trouble trouble = new Trouble(services, findings, requests / 2);
    trouble.thread.start();
    return trouble;
  }

  private void run() {
    try {
      while (!stop.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
        cancelled += count(CANCEL);
        ended += count(END);
        if (!restarted && findings.requests() >= half) {
          services.database().restart();
          restarted = true;
        }
      }
    } catch (SQLException | IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  private int count(String strike) throws SQLException {
    try (Connection connection = services.superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(strike)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Ends it; fails when it was not as much trouble as it should be. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure != null || !restarted || cancelled == 0 || ended == 0) {
      throw new IllegalStateException("There was too little trouble: " + this, failure);
    }
  }

  @Override
  public String toString() {
    return "%d statements cancelled, %d sessions ended, %s"
        .formatted(cancelled, ended, restarted ? "one restart" : "no restart");
  }
}

package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.hunt.Findings;
import org.rowhouse.proof.hunt.Findings.Harm;
import org.rowhouse.proof.hunt.LeakHunt;

/**
 * Nothing leaks; and the same hunt finds each fault that would make it leak, so that its silence
 * means something.
 */
class LeakHuntIT {

  private static final int UNTIL_FOUND = 6_000;
  private static final int FEW = 1_000;

  private static Product product;

  @BeforeAll
  static void start() throws Exception {
    product = Product.shared();
  }

  @Test
  void tenants_never_meet_under_load() throws Exception {
    Findings findings = LeakHunt.over(product, 10).run(20_000);
    System.out.println("leak hunt: " + findings);
    assertThat(findings.isClean()).as(findings.toString()).isTrue();
    assertThat(findings.requests()).isGreaterThanOrEqualTo(20_000);
  }

  @Test
  void a_query_without_its_tenant_leaks_nothing_while_row_level_security_holds() throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 3);
    try (var fault = product.faults().plant(PlantedFaults.QUERY_WITHOUT_TENANT)) {
      Findings findings = hunt.run(FEW);
      assertThat(fault.hasFired()).isTrue();
      assertThat(findings.isClean()).as(findings.toString()).isTrue();
    }
  }

  @Test
  void a_table_without_row_level_security_leaks_nothing_while_queries_name_their_tenant()
      throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 3);
    try (var table = new UnprotectedTable("project")) {
      Findings findings = hunt.run(FEW);
      assertThat(table.count()).isPositive();
      assertThat(findings.isClean()).as(findings.toString()).isTrue();
    }
  }

  @Test
  void the_hunt_finds_a_query_without_its_tenant_on_a_table_without_row_level_security()
      throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 3);
    try (var fault = product.faults().plant(PlantedFaults.QUERY_WITHOUT_TENANT);
        var table = new UnprotectedTable("project")) {
      Findings findings = found("both walls down", hunt, Harm.FOREIGN_DATA);
      assertThat(fault.hasFired()).isTrue();
      assertThat(table.count()).isPositive();
      assertThat(findings.count(Harm.FOREIGN_DATA)).as(findings.toString()).isPositive();
    }
  }

  @Test
  void the_hunt_finds_a_search_path_not_switched_on_every_500th_checkout() throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 5);
    try (var fault = product.faults().plant(PlantedFaults.SEARCH_PATH_NOT_SWITCHED)) {
      Findings findings = found("search path", hunt, Harm.values());
      assertThat(fault.hasFired()).isTrue();
      assertThat(findings.isClean()).isFalse();
    }
  }

  @Test
  void the_hunt_finds_a_tenant_that_stays_current_after_an_exception() throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 3);
    try (var fault = product.faults().plant(PlantedFaults.TENANT_NOT_CLEARED)) {
      Findings findings = found("tenant not cleared", hunt, Harm.FOREIGN_DATA);
      assertThat(fault.hasFired()).isTrue();
      assertThat(findings.count(Harm.FOREIGN_DATA)).as(findings.toString()).isPositive();
    }
  }

  @Test
  void a_context_that_is_not_signed_opens_nothing() throws Exception {
    LeakHunt hunt = LeakHunt.over(product, 2);
    try (var fault = product.faults().plant(PlantedFaults.CONTEXT_NOT_SIGNED)) {
      Findings findings = found("context not signed", hunt, Harm.SERVER_ERROR);
      assertThat(fault.hasFired()).isTrue();
      assertThat(findings.count(Harm.SERVER_ERROR)).as(findings.toString()).isPositive();
      assertThat(findings.count(Harm.FOREIGN_DATA)).as(findings.toString()).isZero();
    }
  }

  private static Findings found(String fault, LeakHunt hunt, Harm... harms) {
    Findings findings = hunt.runUntilFound(UNTIL_FOUND, harms);
    System.out.println("leak hunt with " + fault + ": " + findings);
    assertThat(findings.isClean()).as("the hunt must find: " + fault).isFalse();
    return findings;
  }

  /** Takes one table's third wall away in every home, as a superuser, and puts it back. */
  private static final class UnprotectedTable implements AutoCloseable {

    private final String table;

    UnprotectedTable(String table) throws SQLException {
      this.table = table;
      alter("disable");
    }

    int count() throws SQLException {
      return Sql.count(
          product,
          "select count(*) from pg_class where relname = '%s' and not relrowsecurity"
              .formatted(table));
    }

    private void alter(String verb) throws SQLException {
      Sql.execute(
          product,
          """
          do $$ declare t regclass; begin
            for t in select oid::regclass from pg_class
                where relname = '%s' and relkind = 'r' and relnamespace::regnamespace::text like 'h\\_%%' loop
              execute format('alter table %%s %s row level security', t);
            end loop;
          end $$
          """
              .formatted(table, verb));
    }

    @Override
    public void close() throws SQLException {
      alter("enable");
    }
  }
}

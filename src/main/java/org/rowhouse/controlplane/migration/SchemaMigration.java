package org.rowhouse.controlplane.migration;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.fleet.plan.FlywayLog;

/** One schema and the set of scripts it is made of. */
public class SchemaMigration {

  static {
    FlywayLog.quiet();
  }

  private final DataSource source;
  private final String schema;
  private final Flyway flyway;

  /**
   * @param schema a name of ours, which needs no quotes
   * @param scripts folder in the class path
   * @param runtime role name, {@code ${runtime}} in scripts
   */
  public SchemaMigration(DataSource source, String schema, String scripts, String runtime) {
    this.source = source;
    this.schema = schema;
    FluentConfiguration configuration =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(source)
            .locations("classpath:" + scripts)
            .defaultSchema(schema)
            .createSchemas(false)
            .cleanDisabled(true)
            .placeholders(Map.of("runtime", runtime));
    // DDL and history row in one transaction: by default a crash between loses the record
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    this.flyway = configuration.load();
  }

  /**
   * Makes the schema and applies what is missing.
   *
   * @return the version it has now
   * @throws MigrationFailed leaving the schema at the version before the failing script
   */
  public String migrate() {
    try {
      Jdbi.create(source).useHandle(h -> h.execute("create schema if not exists " + schema));
      MigrateResult result = flyway.migrate();
      return result.targetSchemaVersion == null
          ? result.initialSchemaVersion
          : result.targetSchemaVersion;
    } catch (JdbiException | FlywayException e) {
      throw new MigrationFailed(e);
    }
  }

  /** Whether something is missing. */
  boolean isBehind() {
    return flyway.info().pending().length > 0;
  }

  /** The version that the scripts lead to, whatever the schema has. */
  public String target() {
    return Stream.of(flyway.info().all())
        .filter(migration -> migration.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .filter(version -> version != null)
        .max(Comparator.naturalOrder())
        .map(Object::toString)
        .orElse("0");
  }
}

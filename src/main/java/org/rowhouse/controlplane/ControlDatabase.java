package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.TransactionOwner;

/**
 * The control schema's database, as its owner. Statements name the schema: {@code control.tenant}.
 *
 * <p>Any record can be asked for as a row ({@code mapTo(Row.class)}): its components are found by
 * name, {@code createdAt} in {@code created_at}.
 */
@ApplicationScoped
public class ControlDatabase {

  private static final String NAME = "jdbc/rowhouse";

  private final Supplier<DataSource> source;
  private final Runnable claim;
  private volatile Jdbi jdbi;

  ControlDatabase() {
    this(ControlDatabase::lookUp, TransactionOwner::claimForControl);
  }

  private ControlDatabase(Supplier<DataSource> source, Runnable claim) {
    this.source = source;
    this.claim = claim;
  }

  /** For use without an application server, where no transaction needs an owner. */
  public static ControlDatabase over(DataSource source) {
    return new ControlDatabase(() -> source, () -> {});
  }

  /** In the caller's JTA transaction when there is one, else each statement by itself. */
  public <T, X extends Exception> T with(HandleCallback<T, X> work) throws X {
    return jdbi().withHandle(work);
  }

  /** As {@link #with}, for work without a result. */
  public <X extends Exception> void use(HandleConsumer<X> work) throws X {
    jdbi().useHandle(work);
  }

  /** In the caller's JTA transaction when there is one, else in a transaction of its own. */
  public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
    return jdbi().inTransaction(work);
  }

  /** As {@link #inTransaction}, for work without a result. */
  public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
    jdbi().useTransaction(work);
  }

  private Jdbi jdbi() {
    Jdbi made = jdbi;
    if (made == null) {
      DataSource found = source.get();
      made =
          Jdbi.create(() -> open(found))
              // never the values that were bound: they go to the log with the exception
              .configure(
                  StatementExceptions.class, e -> e.setMessageRendering(MessageRendering.NONE))
              .registerRowMapper(records())
              .registerArrayType(UUID.class, "uuid")
              .registerArgument(ids())
              .registerColumnMapper(
                  TenantId.class,
                  (row, column, context) -> {
                    UUID id = row.getObject(column, UUID.class);
                    return id == null ? null : new TenantId(id);
                  });
      jdbi = made;
    }
    return made;
  }

  private Connection open(DataSource source) throws SQLException {
    claim.run();
    return source.getConnection();
  }

  private static RowMapperFactory records() {
    return (type, config) ->
        type instanceof Class<?> c
                && c.isRecord()
                && config.get(ColumnMappers.class).findFor(type).isEmpty()
            ? Optional.of(ConstructorMapper.of(c))
            : Optional.empty();
  }

  // JDBI sends a null UUID as varchar, which PostgreSQL will not compare with a uuid
  private static ArgumentFactory.Preparable ids() {
    return (type, config) ->
        type == UUID.class || type == TenantId.class
            ? Optional.of(ControlDatabase::id)
            : Optional.empty();
  }

  private static Argument id(Object value) {
    Object id = value instanceof TenantId tenant ? tenant.value() : value;
    return (position, statement, context) -> statement.setObject(position, id, Types.OTHER);
  }

  private static DataSource lookUp() {
    try {
      return InitialContext.doLookup(NAME);
    } catch (NamingException e) {
      throw new IllegalStateException(
          "The server has no DataSource " + NAME + ": apply server-config before deployment", e);
    }
  }
}

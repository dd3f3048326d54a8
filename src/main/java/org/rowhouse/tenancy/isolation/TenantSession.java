package org.rowhouse.tenancy.isolation;

import java.lang.reflect.Field;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.descriptors.ReturningPolicy;
import org.eclipse.persistence.internal.helper.DatabaseField;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Puts {@link HomeConnector} where EclipseLink would take the container's DataSource, lets an
 * INSERT bring back what is {@link AssignedByDatabase}, and has what was made of changed rows
 * forgotten.
 */
public class TenantSession implements SessionCustomizer {

  @Override
  public void customize(Session session) {
    replace((DatasourceLogin) session.getDatasourceLogin());
    // the read pool has a login of its own
    if (session instanceof ServerSession server && server.getReadConnectionPool() != null) {
      replace((DatasourceLogin) server.getReadConnectionPool().getLogin());
    }
    session.getDescriptors().forEach(TenantSession::returnAssigned);
    Forgetting.listenTo(session);
  }

  private static void returnAssigned(Class<?> entity, ClassDescriptor descriptor) {
    for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(AssignedByDatabase.class)) {
          if (!descriptor.hasReturningPolicy()) {
            descriptor.setReturningPolicy(new ReturningPolicy());
          }
          DatabaseField column = descriptor.getMappingForAttributeName(field.getName()).getField();
          descriptor.getReturningPolicy().addFieldForInsertReturnOnly(column);
        }
      }
    }
  }

  private static void replace(DatasourceLogin login) {
    if (login instanceof DatabaseLogin database
        && !(login.getConnector() instanceof HomeConnector)) {
      login.setConnector(new HomeConnector());
      // it would wait twice for 5 s before it says that the database is away
      database.setQueryRetryAttemptCount(0);
      database.setDelayBetweenConnectionAttempts(0);
      database.setConnectionHealthValidatedOnError(false);
    }
  }
}

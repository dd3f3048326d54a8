package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import org.eclipse.persistence.descriptors.DescriptorEvent;
import org.eclipse.persistence.descriptors.DescriptorEventAdapter;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;
import org.rowhouse.tenancy.cache.Kept;
import org.rowhouse.tenancy.cache.TenantCache;

/**
 * Has what was made of a row forgotten with each INSERT, UPDATE and DELETE of it. Where the rows
 * are not known, because PostgreSQL cascades or one statement changes many, all that is kept for
 * the tenant is forgotten.
 */
final class Forgetting extends DescriptorEventAdapter {

  /** CDI's proxy; EclipseLink makes its customizer itself and injects nothing. */
  private volatile TenantCache cache;

  private Forgetting() {}

  static void listenTo(Session session) {
    Forgetting forgetting = new Forgetting();
    session
        .getDescriptors()
        .forEach(
            (entity, descriptor) -> {
              if (isKept(entity) || cascades(entity)) {
                descriptor.getEventManager().addListener(forgetting);
              }
            });
    session
        .getEventManager()
        .addListener(
            new SessionEventAdapter() {
              @Override
              public void preExecuteQuery(SessionEvent event) {
                forgetting.beforeQuery(event.getQuery());
              }
            });
  }

  @Override
  public void postInsert(DescriptorEvent event) {
    forget(event);
  }

  @Override
  public void postUpdate(DescriptorEvent event) {
    forget(event);
  }

  @Override
  public void postDelete(DescriptorEvent event) {
    if (cascades(event.getSource().getClass())) {
      cache().forgetAll();
    } else {
      forget(event);
    }
  }

  private void forget(DescriptorEvent event) {
    List<Kept> kept = ((TenantEntity) event.getSource()).keptIn();
    if (!kept.isEmpty()) {
      cache().forget(kept);
    }
  }

  private void beforeQuery(DatabaseQuery query) {
    if (query.isModifyAllQuery()) {
      Class<?> entity = query.getReferenceClass();
      if (isKept(entity) || cascades(entity)) {
        cache().forgetAll();
      }
    }
  }

  private static boolean isKept(Class<?> entity) {
    try {
      return entity.getDeclaredMethod("keptIn") != null;
    } catch (NoSuchMethodException e) {
      Class<?> parent = entity.getSuperclass();
      return parent != null && parent != TenantEntity.class && isKept(parent);
    }
  }

  private static boolean cascades(Class<?> entity) {
    return entity.isAnnotationPresent(CascadesInDatabase.class);
  }

  private TenantCache cache() {
    TenantCache found = cache;
    if (found == null) {
      found = CDI.current().select(TenantCache.class).get();
      cache = found;
    }
    return found;
  }
}

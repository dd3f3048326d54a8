package org.rowhouse.tenancy.isolation;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;

/**
 * A {@code uuid} column that may be null; EclipseLink's own reading of it fails on null. The driver
 * gives a UUID or text, depending on the way EclipseLink asks.
 */
@Converter
public class NullableUuidConverter implements AttributeConverter<UUID, Object> {

  @Override
  public Object convertToDatabaseColumn(UUID id) {
    return id;
  }

  @Override
  public UUID convertToEntityAttribute(Object column) {
    return column == null ? null : UUID.fromString(column.toString());
  }
}

package org.rowhouse.tenancy.isolation;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * {@link Instant} as {@code timestamptz}; JPA 3.1 does not know it. Written as a type of that name,
 * read as the driver gives it.
 */
@Converter(autoApply = true)
public class InstantConverter implements AttributeConverter<Instant, Object> {

  @Override
  public Object convertToDatabaseColumn(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public Instant convertToEntityAttribute(Object column) {
    if (column == null) {
      return null;
    }
    return column instanceof OffsetDateTime time
        ? time.toInstant()
        : ((Timestamp) column).toInstant();
  }
}

package org.rowhouse.tenancy.cache.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.rowhouse.http.Json;

/** The values of one type, as JSON and back. */
public final class Values<T> {

  private static final ObjectMapper MAPPER =
      Json.MAPPER
          .copy()
          .registerModule(new SimpleModule().addDeserializer(Instant.class, new Time()));

  private final String shape;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  /**
   * @throws IllegalArgumentException for a type that JSON might not give back as it was
   */
  public Values(Class<T> type) {
    shape = Shape.of(type);
    reader = MAPPER.readerFor(type);
    writer = MAPPER.writerFor(type);
  }

  /** By which a value of another version of the type is told apart. */
  public String shape() {
    return shape;
  }

  /** The value as JSON, unless that gives back anything else. */
  public Optional<byte[]> write(T value) {
    try {
      byte[] json = writer.writeValueAsBytes(value);
      return value.equals(reader.readValue(json)) ? Optional.of(json) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // says so
    }
  }

  /** The value, unless this is none. */
  public Optional<T> read(byte[] json) {
    try {
      return Optional.ofNullable(reader.readValue(json));
    } catch (IOException e) {
      return Optional.empty(); // says so
    }
  }

  private static class Time extends StdDeserializer<Instant> {
    Time() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(parser.getText());
      } catch (DateTimeException e) {
        throw context.weirdStringException(parser.getText(), Instant.class, "no time");
      }
    }
  }
}

package org.rowhouse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import org.rowhouse.settings.Settings;

/**
 * Reads records and {@link MergePatch}es strictly and writes views, the same on every server.
 *
 * <p>It is a provider of records, not of objects, so that JAX-RS takes it before the server's own,
 * which is one of objects. A body over the limit is refused while it is read, with 413.
 */
@Provider
@Dependent // a client proxy hides the type that it reads and writes: the server's own JSON would
// win
@Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
@Produces({MediaType.APPLICATION_JSON, ProblemJson.MEDIA_TYPE})
public class JsonBody implements MessageBodyReader<Record>, MessageBodyWriter<Record> {

  private final long limit;

  public JsonBody() {
    limit = 0;
  }

  @Inject
  public JsonBody(Settings settings) {
    limit = settings.web().bodyLimit();
  }

  @Override
  public boolean isReadable(Class<?> type, Type generic, Annotation[] as, MediaType media) {
    return type.isRecord() && !media.isWildcardType() && !media.isWildcardSubtype();
  }

  @Override
  public Record readFrom(
      Class<Record> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    byte[] body = read(in, headers.getFirst(HttpHeaders.CONTENT_LENGTH));
    if (body.length == 0) {
      throw JsonFaults.syntax("A JSON body is needed.");
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if ((Class<?>) type != MergePatch.class) {
        Record value = Json.MAPPER.readValue(text, type);
        if (value != null) {
          return value;
        }
      } else if (Json.MAPPER.readTree(text) instanceof ObjectNode patch) {
        return new MergePatch(patch);
      }
      throw JsonFaults.syntax("A JSON object is needed.");
    } catch (CharacterCodingException e) {
      throw JsonFaults.syntax("The body is not UTF-8.");
    } catch (JsonProcessingException e) {
      throw JsonFaults.problem(e);
    }
  }

  private byte[] read(InputStream in, String length) {
    boolean announced = length != null && length.matches("\\d{1,18}");
    // not past the announced end: where a client offers an upgrade, Payara would wait there
    long most = announced ? Long.parseLong(length) : limit + 1;
    if (most <= limit + 1) {
      byte[] body = read(in, (int) most);
      if (body.length <= limit) {
        return body;
      }
    }
    throw new Problem(
        413, "body-too-large", "Body too large", "A body may have at most " + limit + " bytes.");
  }

  /** The server gives a body up that comes too slowly; not our fault, and not worth a trace. */
  private static byte[] read(InputStream in, int most) {
    try {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new Problem(
          408,
          "body-incomplete",
          "Request time-out",
          "The body did not arrive in time.",
          List.of(),
          Map.of("Connection", "close"));
    }
  }

  @Override
  public boolean isWriteable(Class<?> type, Type generic, Annotation[] as, MediaType media) {
    return type.isRecord();
  }

  @Override
  public void writeTo(
      Record value,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    out.write(Json.bytes(value));
  }
}

package org.rowhouse.tenancy.cache.entry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;

/**
 * What a node tells the others to forget.
 *
 * @param node who tells
 * @param marks of the places; none for all of the tenant
 */
public record News(long node, TenantId tenant, Optional<long[]> marks) {

  private static final String NAME = "news";
  private static final int HEAD = Seal.LENGTH + 3 * Long.BYTES + 1;

  public byte[] sealed(Seal seal) {
    long[] told = marks.orElse(new long[0]);
    ByteBuffer body = ByteBuffer.allocate(HEAD - Seal.LENGTH + told.length * Long.BYTES);
    body.putLong(node)
        .putLong(tenant.value().getMostSignificantBits())
        .putLong(tenant.value().getLeastSignificantBits())
        .put((byte) (marks.isPresent() ? 1 : 0));
    Arrays.stream(told).forEach(body::putLong);
    return ByteBuffer.allocate(Seal.LENGTH + body.capacity())
        .put(seal.of(NAME, "", body.array()))
        .put(body.array())
        .array();
  }

  /** The news, unless these are none. */
  public static Optional<News> open(Seal seal, byte[] bytes) {
    if (bytes.length < HEAD || (bytes.length - HEAD) % Long.BYTES != 0) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(bytes, Seal.LENGTH, bytes.length);
    if (!seal.fits(Arrays.copyOf(bytes, Seal.LENGTH), NAME, "", body)) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(body);
    long node = in.getLong();
    TenantId tenant = new TenantId(new UUID(in.getLong(), in.getLong()));
    if (in.get() == 0) {
      return Optional.of(new News(node, tenant, Optional.empty()));
    }
    long[] marks = new long[in.remaining() / Long.BYTES];
    in.asLongBuffer().get(marks);
    return Optional.of(new News(node, tenant, Optional.of(marks)));
  }
}

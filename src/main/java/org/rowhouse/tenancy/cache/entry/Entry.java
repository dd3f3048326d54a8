package org.rowhouse.tenancy.cache.entry;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is kept under one name.
 *
 * @param id 16 bytes, random for each that is made: who replaces it must know it
 * @param asOf of the tenant, as its loader knew it
 * @param end of its life, in milliseconds of the epoch
 * @param payload JSON of a VALUE, else empty
 */
public record Entry(byte[] id, Kind kind, long asOf, long end, byte[] payload) {

  static final int ID = 16;
  private static final int SEAL_AT = ID + 1;
  private static final int REST_AT = SEAL_AT + Seal.LENGTH;
  private static final int PAYLOAD_AT = REST_AT + 2 * Long.BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What an entry stands for. */
  public enum Kind {
    /** Somebody is loading. */
    LEASE,
    VALUE,
    /** That nothing is there. */
    ABSENT
  }

  /** A new one, with an id of its own. */
  public static Entry of(Kind kind, long asOf, long end, byte[] payload) {
    return new Entry(random(), kind, asOf, end, payload);
  }

  /** 32 hexadecimal digits that nobody else draws. */
  public static String draw() {
    return HexFormat.of().formatHex(random());
  }

  /** What whoever replaces {@code bytes} must know, even if they are no entry. */
  public static byte[] idOf(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, Math.min(ID, bytes.length));
  }

  /** As bytes that are an entry only under {@code name} and for {@code shape}. */
  public byte[] sealed(Seal seal, String name, String shape) {
    byte[] rest = rest();
    return ByteBuffer.allocate(REST_AT + rest.length)
        .put(id)
        .put((byte) kind.ordinal())
        .put(seal.of(name, shape, new byte[] {(byte) kind.ordinal()}, id, rest))
        .put(rest)
        .array();
  }

  /** The entry, if these bytes were sealed as one for this name and shape. */
  public static Optional<Entry> open(Seal seal, String name, String shape, byte[] bytes) {
    if (bytes.length < PAYLOAD_AT) {
      return Optional.empty();
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    byte[] id = take(all, ID);
    byte kind = all.get();
    byte[] sealed = take(all, Seal.LENGTH);
    byte[] rest = take(all, all.remaining());
    if (!seal.fits(sealed, name, shape, new byte[] {kind}, id, rest)) {
      return Optional.empty();
    }
    ByteBuffer parts = ByteBuffer.wrap(rest);
    return Optional.of(
        new Entry(
            id,
            Kind.values()[kind],
            parts.getLong(),
            parts.getLong(),
            take(parts, parts.remaining())));
  }

  private byte[] rest() {
    return ByteBuffer.allocate(2 * Long.BYTES + payload.length)
        .putLong(asOf)
        .putLong(end)
        .put(payload)
        .array();
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] taken = new byte[length];
    from.get(taken);
    return taken;
  }

  private static byte[] random() {
    byte[] random = new byte[ID];
    RANDOM.nextBytes(random);
    return random;
  }
}

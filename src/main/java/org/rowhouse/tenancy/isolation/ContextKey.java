package org.rowhouse.tenancy.isolation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.rowhouse.tenancy.TenantId;

/** The key of one database that signs tenant contexts; {@code guard.current_tenant()} verifies. */
final class ContextKey {

  private final MessageDigest inner;
  private final MessageDigest outer;

  ContextKey(byte[] innerPad, byte[] outerPad) {
    inner = started(innerPad);
    outer = started(outerPad);
  }

  /** Reads the key as the owner of the database; the runtime role cannot. */
  static ContextKey read(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery("select inner_pad, outer_pad from guard.context_key")) {
      if (!row.next()) {
        throw new IllegalStateException(
            "guard.context_key is empty; has the database been migrated?");
      }
      return new ContextKey(row.getBytes(1), row.getBytes(2));
    }
  }

  /**
   * The value of the setting {@code rowhouse.tenant}: the tenant and an HMAC-SHA-256 over it and
   * the backend, so that it is worthless on any other connection.
   */
  String sign(TenantId tenant, int backendPid) {
    MessageDigest first = copy(inner);
    first.update((tenant + "|" + backendPid).getBytes(StandardCharsets.UTF_8));
    return tenant + "." + HexFormat.of().formatHex(copy(outer).digest(first.digest()));
  }

  private static MessageDigest started(byte[] pad) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(pad);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}

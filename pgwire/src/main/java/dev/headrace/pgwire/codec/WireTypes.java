package dev.headrace.pgwire.codec;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import org.jspecify.annotations.Nullable;

/** What RowDescription and Parse tell of a type: number, stored length, modifier. */
public final class WireTypes {
  private static final int MODIFIER_HEADER = 4;

  private WireTypes() {}

  /** The type's number in pg_type. */
  public static int oid(SqlType type) {
    return switch (type.kind()) {
      case INTEGER -> 23;
      case BIGINT -> 20;
      case TEXT -> 25;
      default -> throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, type.toString());
    };
  }

  /**
   * The type a client means by a number, or null where it leaves the type open.
   *
   * @throws SqlException if there is no such type
   */
  public static @Nullable SqlType type(int oid) {
    return switch (oid) {
      case 0, 705 -> null;
      case 23 -> SqlType.INTEGER;
      case 20 -> SqlType.BIGINT;
      case 25, 1043 -> SqlType.TEXT;
      default ->
          throw new SqlException(
              ErrorCode.UNDEFINED_OBJECT, "type with OID " + oid + " does not exist");
    };
  }

  /** pg_type's typlen: bytes, or -1 if values differ in length. */
  static int length(SqlType type) {
    return type.storage().isVariable() ? -1 : type.storage().width();
  }

  /** The type modifier: declared length or precision and scale as PostgreSQL packs them, or -1. */
  static int modifier(SqlType type) {
    if (type.precision() == SqlType.UNBOUNDED) {
      return -1;
    }
    return type.kind() == SqlType.Kind.NUMERIC
        ? (type.precision() << 16 | type.scale()) + MODIFIER_HEADER
        : type.precision() + MODIFIER_HEADER;
  }
}

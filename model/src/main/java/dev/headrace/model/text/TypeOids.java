package dev.headrace.model.text;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.EnumType;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL's protocol and catalogs number types: {@code pg_type.oid}, typmod, typlen. */
public final class TypeOids {
  /** The type of a parameter or literal nothing is known about. */
  public static final int UNKNOWN = 705;

  /** {@code INTERVAL_FULL_RANGE}. */
  private static final int ALL_INTERVAL_FIELDS = 0x7fff;

  /** No modifier. */
  public static final int NO_TYPMOD = -1;

  private static final int HEADER = 4;

  private TypeOids() {}

  /** The OID of a type. */
  public static int oid(SqlType type) {
    if (CatalogTypes.contains(type)) {
      return type.scale();
    }
    SqlType element = type.element();
    if (element == null) {
      return type.kind() == Kind.ENUM ? type.enumType().oid() : oid(type.kind());
    }
    if (element.kind() == Kind.ENUM) {
      return element.enumType().arrayOid();
    }
    return CatalogTypes.contains(element)
        ? CatalogTypes.arrayOid(element)
        : arrayOid(element.kind());
  }

  private static int oid(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> 16;
      case BYTEA -> 17;
      case BIGINT -> 20;
      case SMALLINT -> 21;
      case INTEGER -> 23;
      case TEXT -> 25;
      case REAL -> 700;
      case DOUBLE -> 701;
      case CHAR -> 1042;
      case VARCHAR -> 1043;
      case DATE -> 1082;
      case TIME -> 1083;
      case TIMESTAMP -> 1114;
      case TIMESTAMPTZ -> 1184;
      case INTERVAL -> 1186;
      case NUMERIC -> 1700;
      case UUID -> 2950;
      case JSONB -> 3802;
      case ENUM, ARRAY -> throw new IllegalArgumentException("the OID is one of its own");
    };
  }

  private static int arrayOid(Kind element) {
    return switch (element) {
      case BOOLEAN -> 1000;
      case BYTEA -> 1001;
      case BIGINT -> 1016;
      case SMALLINT -> 1005;
      case INTEGER -> 1007;
      case TEXT -> 1009;
      case REAL -> 1021;
      case DOUBLE -> 1022;
      case CHAR -> 1014;
      case VARCHAR -> 1015;
      case DATE -> 1182;
      case TIME -> 1183;
      case TIMESTAMP -> 1115;
      case TIMESTAMPTZ -> 1185;
      case INTERVAL -> 1187;
      case NUMERIC -> 1231;
      case UUID -> 2951;
      case JSONB -> 3807;
      case ENUM, ARRAY -> throw new IllegalArgumentException("the OID is one of its own");
    };
  }

  /**
   * The number that stands for a type in calls of functions: its OID, but for enumerated types,
   * whose OIDs are those of one database.
   */
  public static int reference(SqlType type) {
    return type.kind() == Kind.ENUM ? type.enumType().reference() : oid(type);
  }

  /** The type of a reference, or null if there is none. */
  public static @Nullable SqlType referenced(int reference) {
    return referenced(reference, NO_TYPMOD);
  }

  /** The type of a reference and a modifier, or null if there is none. */
  public static @Nullable SqlType referenced(int reference, int typmod) {
    return reference < 0
        ? SqlType.enumerated(EnumType.referenced(reference))
        : type(reference, typmod);
  }

  /** The type of an OID without a modifier, or null if there is none. */
  public static @Nullable SqlType type(int oid) {
    return type(oid, NO_TYPMOD);
  }

  /**
   * The type of an OID and a modifier, or null if there is none. {@code unknown} is read as text.
   */
  public static @Nullable SqlType type(int oid, int typmod) {
    if (oid == UNKNOWN) {
      return SqlType.TEXT;
    }
    SqlType catalogType = CatalogTypes.type(oid);
    if (catalogType != null) {
      return catalogType;
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ARRAY && kind != Kind.ENUM && (oid(kind) == oid || arrayOid(kind) == oid)) {
        SqlType type = withTypmod(kind, typmod);
        return oid(kind) == oid ? type : SqlType.array(type);
      }
    }
    return null;
  }

  private static SqlType withTypmod(Kind kind, int typmod) {
    if (kind.isTime()) {
      int precision = kind == Kind.INTERVAL ? typmod & 0xffff : typmod;
      return typmod >= 0 && precision <= SqlType.MAX_TIME_PRECISION
          ? SqlType.time(kind, precision)
          : new SqlType(kind, SqlType.UNBOUNDED, 0, null);
    }
    if (typmod < HEADER) {
      return new SqlType(kind, SqlType.UNBOUNDED, 0, null);
    }
    int value = typmod - HEADER;
    return switch (kind) {
      case NUMERIC -> SqlType.numeric(value >>> 16, value & 0x7ff);
      case VARCHAR -> SqlType.varchar(value);
      case CHAR -> SqlType.character(value);
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          TEXT,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          JSONB,
          ENUM,
          ARRAY ->
          new SqlType(kind, SqlType.UNBOUNDED, 0, null);
    };
  }

  /** {@code atttypmod} of a type; an array has its element's. */
  public static int typmod(SqlType type) {
    if (type.kind() == Kind.ARRAY) {
      return typmod(Objects.requireNonNull(type.element(), "an ARRAY has an element type"));
    }
    if (type.precision() == SqlType.UNBOUNDED) {
      return NO_TYPMOD;
    }
    return switch (type.kind()) {
      case NUMERIC -> (type.precision() << 16 | type.scale()) + HEADER;
      case TIME, TIMESTAMP, TIMESTAMPTZ -> type.precision();
      case INTERVAL -> ALL_INTERVAL_FIELDS << 16 | type.precision();
      default -> type.precision() + HEADER;
    };
  }

  /** {@code typlen} of a type: bytes, or -1 if they vary. */
  public static int typlen(SqlType type) {
    if (type.equals(CatalogTypes.NAME)) {
      return 64;
    }
    if (type.equals(CatalogTypes.CHARACTER)) {
      return 1;
    }
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case SMALLINT -> 2;
      case INTEGER, REAL, DATE, ENUM -> 4;
      case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMPTZ -> 8;
      case INTERVAL, UUID -> 16;
      case NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, JSONB, ARRAY -> -1;
    };
  }
}

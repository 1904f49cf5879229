package dev.headrace.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SQL data type. Nullability is not part of it; see {@link Field}.
 *
 * @param kind the type's family
 * @param precision NUMERIC: digits, 1 to 38, or {@link #UNBOUNDED}; VARCHAR and CHAR: length limit
 *     in characters or {@link #UNBOUNDED}; TIME, TIMESTAMP, TIMESTAMPTZ and INTERVAL: digits of a
 *     second's fraction, 0 to 6, or {@link #UNBOUNDED}, which means 6 as well; otherwise {@link
 *     #UNBOUNDED}
 * @param scale NUMERIC with a precision: digits after the point; one of {@link CatalogTypes}: its
 *     OID; otherwise 0
 * @param element ARRAY: the type of an element; otherwise null
 * @param labels ENUM: which of them; otherwise null
 */
public record SqlType(
    Kind kind, int precision, int scale, @Nullable SqlType element, @Nullable EnumType labels) {
  /** No limit on precision or length. */
  public static final int UNBOUNDED = -1;

  /** Most digits of a NUMERIC with a declared precision. */
  public static final int MAX_NUMERIC_PRECISION = 38;

  /** Most digits of a second's fraction. */
  public static final int MAX_TIME_PRECISION = 6;

  public static final SqlType BOOLEAN = of(Kind.BOOLEAN);
  public static final SqlType SMALLINT = of(Kind.SMALLINT);
  public static final SqlType INTEGER = of(Kind.INTEGER);
  public static final SqlType BIGINT = of(Kind.BIGINT);
  public static final SqlType REAL = of(Kind.REAL);
  public static final SqlType DOUBLE = of(Kind.DOUBLE);
  public static final SqlType NUMERIC = of(Kind.NUMERIC);
  public static final SqlType TEXT = of(Kind.TEXT);
  public static final SqlType VARCHAR = of(Kind.VARCHAR);
  public static final SqlType BYTEA = of(Kind.BYTEA);
  public static final SqlType DATE = of(Kind.DATE);
  public static final SqlType TIME = of(Kind.TIME);
  public static final SqlType TIMESTAMP = of(Kind.TIMESTAMP);
  public static final SqlType TIMESTAMPTZ = of(Kind.TIMESTAMPTZ);
  public static final SqlType INTERVAL = of(Kind.INTERVAL);
  public static final SqlType UUID = of(Kind.UUID);
  public static final SqlType JSONB = of(Kind.JSONB);

  /** The family of a type: its PostgreSQL name, how a row stores it, and its Java carrier. */
  public enum Kind {
    BOOLEAN("boolean", Storage.BOOL, Boolean.class),
    SMALLINT("smallint", Storage.INT16, Integer.class),
    INTEGER("integer", Storage.INT32, Integer.class),
    BIGINT("bigint", Storage.INT64, Long.class),
    REAL("real", Storage.FLOAT32, Float.class),
    DOUBLE("double precision", Storage.FLOAT64, Double.class),
    /** Exact decimal. Its bytes are those of {@link Decimals}. */
    NUMERIC("numeric", Storage.BYTES, java.math.BigDecimal.class),
    /** UTF-8. TEXT, VARCHAR and CHAR differ only in what a cast to them does. */
    TEXT("text", Storage.BYTES, Slice.class),
    VARCHAR("character varying", Storage.BYTES, Slice.class),
    /** Blank-padded to its length, as stored; trailing blanks do not count in comparisons. */
    CHAR("character", Storage.BYTES, Slice.class),
    BYTEA("bytea", Storage.BYTES, Slice.class),
    /** Days since 1970-01-01; the extremes of int are -infinity and infinity. */
    DATE("date", Storage.INT32, Integer.class),
    /** Microseconds since midnight, 0 to 86,400,000,000. */
    TIME("time without time zone", Storage.INT64, Long.class),
    /** Microseconds since 1970-01-01 00:00; the extremes of long are -infinity and infinity. */
    TIMESTAMP("timestamp without time zone", Storage.INT64, Long.class),
    /** Microseconds since 1970-01-01 00:00 UTC; the extremes of long are -infinity and infinity. */
    TIMESTAMPTZ("timestamp with time zone", Storage.INT64, Long.class),
    INTERVAL("interval", Storage.FIXED16, Interval.class),
    UUID("uuid", Storage.FIXED16, java.util.UUID.class),
    /** Normalised JSON text in UTF-8: keys sorted and unique, as PostgreSQL prints jsonb. */
    JSONB("jsonb", Storage.BYTES, Slice.class),
    /** One of a list of labels: its key, see {@link EnumType}. */
    ENUM("anyenum", Storage.INT64, Long.class),
    /** One-dimensional. Its bytes are those of {@link ArrayValues}. */
    ARRAY("array", Storage.BYTES, Slice.class);

    private final String sqlName;
    private final Storage storage;
    private final Class<?> carrier;

    Kind(String sqlName, Storage storage, Class<?> carrier) {
      this.sqlName = sqlName;
      this.storage = storage;
      this.carrier = carrier;
    }

    /** PostgreSQL's name, as {@code format_type} prints it. */
    public String sqlName() {
      return sqlName;
    }

    public Storage storage() {
      return storage;
    }

    public Class<?> carrier() {
      return carrier;
    }

    /** TEXT, VARCHAR, CHAR. */
    public boolean isText() {
      return this == TEXT || this == VARCHAR || this == CHAR;
    }

    /** SMALLINT, INTEGER, BIGINT. */
    public boolean isInteger() {
      return this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    /** REAL, DOUBLE. */
    public boolean isFloat() {
      return this == REAL || this == DOUBLE;
    }

    /** TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL: what may have a precision. */
    public boolean isTime() {
      return this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ || this == INTERVAL;
    }

    /** Integers, NUMERIC and floats. */
    public boolean isNumber() {
      return isInteger() || isFloat() || this == NUMERIC;
    }
  }

  /** How a column is laid out in the fixed part of a row. */
  public enum Storage {
    BOOL(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FLOAT32(4),
    FLOAT64(8),
    /** Two longs. */
    FIXED16(16),
    /** Offset from the row's start and length, two ints; the bytes are at the row's end. */
    BYTES(8);

    private final int width;

    Storage(int width) {
      this.width = width;
    }

    /** Bytes in the fixed part. */
    public int width() {
      return width;
    }

    public boolean isVariable() {
      return this == BYTES;
    }
  }

  public SqlType {
    Objects.requireNonNull(kind, "kind");
    if ((kind == Kind.ARRAY) != (element != null)) {
      throw new IllegalArgumentException("an ARRAY, and only an ARRAY, has an element type");
    }
    if (element != null && element.kind == Kind.ARRAY) {
      throw new IllegalArgumentException("arrays have one dimension");
    }
    if ((kind == Kind.ENUM) != (labels != null)) {
      throw new IllegalArgumentException("an ENUM, and only an ENUM, has labels");
    }
  }

  /** A type that is no ENUM. */
  public SqlType(Kind kind, int precision, int scale, @Nullable SqlType element) {
    this(kind, precision, scale, element, null);
  }

  private static SqlType of(Kind kind) {
    return new SqlType(kind, UNBOUNDED, 0, null);
  }

  /** NUMERIC(precision, scale). */
  public static SqlType numeric(int precision, int scale) {
    if (precision < 1 || precision > MAX_NUMERIC_PRECISION || scale < 0 || scale > precision) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "NUMERIC precision must be between 1 and "
              + MAX_NUMERIC_PRECISION
              + " and scale between 0 and precision");
    }
    return new SqlType(Kind.NUMERIC, precision, scale, null);
  }

  /** VARCHAR(length). */
  public static SqlType varchar(int length) {
    return new SqlType(Kind.VARCHAR, length, 0, null);
  }

  /** CHAR(length). */
  public static SqlType character(int length) {
    return new SqlType(Kind.CHAR, length, 0, null);
  }

  /** TIME(precision), TIMESTAMP(precision), TIMESTAMPTZ(precision) or INTERVAL(precision). */
  public static SqlType time(Kind kind, int precision) {
    if (!kind.isTime() || precision < 0 || precision > MAX_TIME_PRECISION) {
      throw new IllegalArgumentException("no type: " + kind + "(" + precision + ")");
    }
    return new SqlType(kind, precision, 0, null);
  }

  /** A one-dimensional array of the element type. */
  public static SqlType array(SqlType element) {
    return new SqlType(Kind.ARRAY, UNBOUNDED, 0, element);
  }

  /** An enumerated type. */
  public static SqlType enumerated(EnumType labels) {
    return new SqlType(Kind.ENUM, UNBOUNDED, 0, null, labels);
  }

  /** The labels of an ENUM. */
  public EnumType enumType() {
    return Objects.requireNonNull(labels, "an ENUM has labels");
  }

  public Storage storage() {
    return kind.storage;
  }

  /**
   * A type whose values are stored, compared and hashed alike and that is the same in every
   * process: compiled code does with the keys of labels what it does with numbers.
   */
  public SqlType stored() {
    return switch (kind) {
      case ENUM -> BIGINT;
      case ARRAY -> array(Objects.requireNonNull(element).stored());
      default -> this;
    };
  }

  /**
   * The class of a value outside a row: Boolean; Integer (SMALLINT, INTEGER, DATE); Long (BIGINT,
   * TIME, TIMESTAMP, TIMESTAMPTZ, the key of an ENUM's label); Float; Double; BigDecimal; {@link
   * Interval}; {@link java.util.UUID}; {@link Slice} (everything stored as bytes but NUMERIC). NULL
   * is Java's null.
   */
  public Class<?> carrier() {
    return kind.carrier;
  }

  /** PostgreSQL's spelling with modifiers, for example {@code numeric(10,2)} or {@code text[]}. */
  @Override
  public String toString() {
    if (CatalogTypes.contains(this)) {
      return CatalogTypes.name(this);
    }
    return switch (kind) {
      case NUMERIC ->
          precision == UNBOUNDED ? "numeric" : "numeric(" + precision + "," + scale + ")";
      case VARCHAR, CHAR ->
          precision == UNBOUNDED ? kind.sqlName : kind.sqlName + "(" + precision + ")";
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          precision == UNBOUNDED
              ? kind.sqlName
              : kind.sqlName.replaceFirst("^[a-z]+", "$0(" + precision + ")");
      case ARRAY -> Objects.requireNonNull(element) + "[]";
      case ENUM -> enumType().toString();
      default -> kind.sqlName;
    };
  }
}

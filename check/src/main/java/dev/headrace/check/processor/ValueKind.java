package dev.headrace.check.processor;

import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Java types that hold one SQL value, and the SQL types they are read from and given to. */
enum ValueKind {
  BOOLEAN("boolean", Set.of(Kind.BOOLEAN), Set.of(Kind.BOOLEAN)),
  SHORT(
      "short",
      Set.of(Kind.SMALLINT),
      Set.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC)),
  INT(
      "int",
      Set.of(Kind.SMALLINT, Kind.INTEGER),
      Set.of(Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC, Kind.DOUBLE)),
  LONG("long", Set.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT), Set.of(Kind.BIGINT, Kind.NUMERIC)),
  FLOAT("float", Set.of(Kind.REAL), Set.of(Kind.REAL, Kind.DOUBLE)),
  DOUBLE("double", Set.of(Kind.REAL, Kind.DOUBLE), Set.of(Kind.DOUBLE)),
  DECIMAL("BigDecimal", Set.of(Kind.NUMERIC), Set.of(Kind.NUMERIC)),
  STRING(
      "String",
      Set.of(Kind.TEXT, Kind.VARCHAR, Kind.CHAR, Kind.JSONB, Kind.INTERVAL, Kind.ENUM),
      Set.of(Kind.TEXT, Kind.VARCHAR, Kind.CHAR, Kind.JSONB, Kind.INTERVAL, Kind.ENUM)),
  BYTES("byte[]", Set.of(Kind.BYTEA), Set.of(Kind.BYTEA)),
  DATE("LocalDate", Set.of(Kind.DATE), Set.of(Kind.DATE)),
  TIME("LocalTime", Set.of(Kind.TIME), Set.of(Kind.TIME)),
  LOCAL_DATE_TIME("LocalDateTime", Set.of(Kind.TIMESTAMP), Set.of(Kind.TIMESTAMP)),
  OFFSET_DATE_TIME("OffsetDateTime", Set.of(Kind.TIMESTAMPTZ), Set.of(Kind.TIMESTAMPTZ)),
  INSTANT("Instant", Set.of(Kind.TIMESTAMPTZ), Set.of(Kind.TIMESTAMPTZ)),
  UUID("UUID", Set.of(Kind.UUID), Set.of(Kind.UUID)),
  ENUM(
      "enum",
      Set.of(Kind.TEXT, Kind.VARCHAR, Kind.ENUM),
      Set.of(Kind.TEXT, Kind.VARCHAR, Kind.ENUM)),
  LIST("List", Set.of(Kind.ARRAY), Set.of(Kind.ARRAY));

  /** JDBC gives them as elements of arrays in types that do not hold all their values. */
  private static final Set<ValueKind> NOT_IN_ARRAYS = EnumSet.of(TIME, LOCAL_DATE_TIME, BYTES);

  private final String javaName;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Kind> read;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Kind> given;

  ValueKind(String javaName, Set<Kind> read, Set<Kind> given) {
    this.javaName = javaName;
    this.read = read;
    this.given = given;
  }

  /** Whether every value of a SQL type can be read as it, but for NULL. */
  boolean reads(SqlType type, @Nullable ValueKind element) {
    return read.contains(type.kind()) && (this != LIST || fits(type, element, true));
  }

  /** Whether each of its values is one of a SQL type. */
  boolean fits(SqlType type, @Nullable ValueKind element) {
    return given.contains(type.kind()) && (this != LIST || fits(type, element, false));
  }

  private static boolean fits(SqlType array, @Nullable ValueKind element, boolean reading) {
    SqlType type = array.element();
    if (element == null || type == null) {
      return false;
    }
    return reading
        ? !NOT_IN_ARRAYS.contains(element) && element.reads(type, null)
        : element != BYTES && element.fits(type, null);
  }

  /** The Java type for values of a SQL type; null if there is none. */
  static @Nullable String javaName(SqlType type) {
    if (type.kind() == Kind.ARRAY && type.element() != null) {
      String element = javaName(type.element());
      boolean held = NOT_IN_ARRAYS.stream().noneMatch(kind -> kind.javaName.equals(element));
      return element == null || !held ? null : "List<" + boxed(element) + ">";
    }
    ValueKind kind = reading(type);
    return kind == null ? null : kind.javaName;
  }

  /** The first kind that a SQL type can be read as; null if there is none. */
  static @Nullable ValueKind reading(SqlType type) {
    ValueKind element = type.element() == null ? null : reading(type.element());
    for (ValueKind kind : List.of(values())) {
      if (kind.reads(type, element)) {
        return kind;
      }
    }
    return null;
  }

  /** What it is called in Java, without its package. */
  String javaName() {
    return javaName;
  }

  /** Whether its values are no objects. */
  boolean isPrimitive() {
    return switch (this) {
      case BOOLEAN, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
      case DECIMAL,
          STRING,
          BYTES,
          DATE,
          TIME,
          LOCAL_DATE_TIME,
          OFFSET_DATE_TIME,
          INSTANT,
          UUID,
          ENUM,
          LIST ->
          false;
    };
  }

  /** The class whose objects are the values of a Java type. */
  static String boxed(String name) {
    return switch (name) {
      case "int" -> "Integer";
      case "byte[]" -> name;
      default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
    };
  }

  /** The Java type for values of a SQL type, and for NULL; null if there is none. */
  static @Nullable String nullableJavaName(SqlType type) {
    String name = javaName(type);
    if (name == null) {
      return null;
    }
    return name.equals("byte[]") ? "byte @Nullable []" : "@Nullable " + boxed(name);
  }
}

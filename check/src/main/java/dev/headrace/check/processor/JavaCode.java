package dev.headrace.check.processor;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Java expressions that read columns and bind parameters. */
final class JavaCode {
  private static final String VALUES = "dev.headrace.check.jdbc.Values.";

  // what ends one of a block: returns are escaped
  private static final Pattern LINE_END = Pattern.compile("\n");

  private JavaCode() {}

  /**
   * The value of a row.
   *
   * @param indentation of what goes on the next line
   */
  static String read(RowShape shape, String indentation) {
    return switch (shape) {
      case RowShape.Value value -> read(value);
      case RowShape.Composite record -> {
        String separator = ",\n" + indentation;
        String made =
            "new "
                + record.type()
                + "(\n"
                + indentation
                + record.components().stream()
                    .map(component -> read(component, indentation + "    "))
                    .collect(Collectors.joining(separator))
                + ")";
        if (record.absent().isEmpty()) {
          yield made;
        }
        String absent =
            record.absent().stream()
                .map(column -> "rows.getObject(" + column + ") == null")
                .collect(Collectors.joining(" && "));
        yield absent + " ? null : " + made;
      }
    };
  }

  private static String read(RowShape.Value column) {
    Conversion conversion = column.value().conversion();
    if (conversion == null) {
      return read(column, column.value());
    }
    String stored = read(column, conversion.stored());
    return column.nullable()
        ? convertedOrNull(stored, conversion.field() + "::fromDatabase")
        : given(conversion.fromDatabase(stored), conversion, quoted(column.name()));
  }

  private static String quoted(String column) {
    return "column " + SqlException.quote(column);
  }

  /**
   * What a converter gives, which must not be null.
   *
   * @param what it is for
   */
  private static String given(String code, Conversion conversion, String what) {
    return VALUES
        + "given("
        + code
        + ", "
        + literal(conversion.name())
        + ", "
        + literal(what)
        + ")";
  }

  /** What is stored, before it is converted. */
  private static String read(RowShape.Value column, JavaValue value) {
    if (column.nullable()) {
      return readOrNull(column, value);
    }
    String code = ColumnReads.required(value.kind(), column.column());
    return switch (value.kind()) {
      case ENUM -> value.type() + ".valueOf(" + code + ")";
      case LIST -> list(code, value, column.name());
      default -> code;
    };
  }

  private static String readOrNull(RowShape.Value column, JavaValue value) {
    String code = ColumnReads.orNull(value.kind(), column.column());
    return switch (value.kind()) {
      case ENUM -> convertedOrNull(code, value.type() + "::valueOf");
      case LIST -> convertedOrNull(code, "array -> " + list("array", value, column.name()));
      default -> code;
    };
  }

  private static String convertedOrNull(String value, String how) {
    return VALUES + "convertedOrNull(" + value + ", " + how + ")";
  }

  private static String list(String array, JavaValue list, String column) {
    JavaValue element = Objects.requireNonNull(list.element());
    return VALUES
        + (element.nullable() ? "elementsOrNull(" : "elements(")
        + array
        + ", element -> "
        + element(element, column)
        + ")";
  }

  /** An element of an array as drivers give it, which may be of a smaller type. */
  private static String element(JavaValue value, String column) {
    Conversion conversion = value.conversion();
    if (conversion != null) {
      String code = conversion.fromDatabase(element(conversion.stored(), column));
      return value.nullable() ? code : given(code, conversion, "an element of " + quoted(column));
    }
    return switch (value.kind()) {
      case BOOLEAN -> "(Boolean) element";
      case SHORT -> "((Number) element).shortValue()";
      case INT -> "((Number) element).intValue()";
      case LONG -> "((Number) element).longValue()";
      case FLOAT -> "((Number) element).floatValue()";
      case DOUBLE -> "((Number) element).doubleValue()";
      case DECIMAL -> "(java.math.BigDecimal) element";
      case STRING -> "element.toString()";
      case ENUM -> value.type() + ".valueOf(element.toString())";
      case DATE -> "((java.sql.Date) element).toLocalDate()";
      case INSTANT -> "((java.sql.Timestamp) element).toInstant()";
      case OFFSET_DATE_TIME ->
          "((java.sql.Timestamp) element).toInstant().atOffset(java.time.ZoneOffset.UTC)";
      case UUID -> "(java.util.UUID) element";
      case BYTES, TIME, LOCAL_DATE_TIME, LIST ->
          throw new IllegalStateException("no element: " + value);
    };
  }

  /** A statement that binds a parameter of a prepared statement. */
  static String bind(int position, CheckedMethod.Binding binding) {
    String code = binding.argument().code();
    JavaValue value = binding.argument().value();
    SqlType type = binding.type();
    Conversion conversion = value.conversion();
    String parameter = "parameter :" + binding.name();
    String stored = stored(code, value, parameter);
    String method =
        switch (value.kind()) {
          case BOOLEAN -> "Boolean";
          case SHORT -> "Short";
          case INT -> "Int";
          case LONG -> "Long";
          case FLOAT -> "Float";
          case DOUBLE -> "Double";
          default -> null;
        };
    if (method != null && !value.nullable()) {
      return set(method, position, stored);
    }
    return switch (value.kind()) {
      case LIST ->
          set(
              "Array",
              position,
              orNull(
                  code,
                  value,
                  "statement.getConnection().createArrayOf(\""
                      + arrayType(type)
                      + "\", "
                      + array(stored, value, parameter)
                      + ")"));
      case ENUM -> {
        String name = orNull(code, value, stored + ".name()");
        yield type.kind() == SqlType.Kind.ENUM
            ? object(position, name, type)
            : set("String", position, name);
      }
      case INSTANT ->
          object(
              position, orNull(code, value, stored + ".atOffset(java.time.ZoneOffset.UTC)"), type);
      case BYTES -> set("Bytes", position, conversion == null ? code : orNull(code, value, stored));
      default -> object(position, conversion == null ? code : orNull(code, value, stored), type);
    };
  }

  private static String set(String kind, int position, String code) {
    return "statement.set" + kind + "(" + position + ", " + code + ");";
  }

  /** A value as it is stored, but for null. */
  private static String stored(String code, JavaValue value, String what) {
    Conversion conversion = value.conversion();
    if (conversion == null) {
      return code;
    }
    String stored = conversion.toDatabase(code);
    return value.nullable() ? stored : given(stored, conversion, what);
  }

  private static String array(String code, JavaValue list, String parameter) {
    JavaValue element = Objects.requireNonNull(list.element());
    String stored = stored("each", element, "an element of " + parameter);
    String given = element.kind() == ValueKind.ENUM ? stored + ".name()" : stored;
    return given.equals("each")
        ? code + ".toArray()"
        : code + ".stream().map(each -> " + orNull("each", element, given) + ").toArray()";
  }

  private static String object(int position, String code, SqlType type) {
    return set("Object", position, code + ", java.sql.Types." + jdbcType(type));
  }

  private static String orNull(String code, JavaValue value, String otherwise) {
    return value.nullable() ? code + " == null ? null : " + otherwise : otherwise;
  }

  private static String jdbcType(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case SMALLINT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case BIGINT -> "BIGINT";
      case REAL -> "REAL";
      case DOUBLE -> "DOUBLE";
      case NUMERIC -> "NUMERIC";
      case TEXT, VARCHAR, CHAR -> "VARCHAR";
      case BYTEA -> "BINARY";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMPTZ -> "TIMESTAMP_WITH_TIMEZONE";
      default -> "OTHER";
    };
  }

  /** PostgreSQL's own name of an array's element type. */
  private static String arrayType(SqlType array) {
    SqlType element = array.element();
    return switch (element == null ? SqlType.Kind.TEXT : element.kind()) {
      case BOOLEAN -> "bool";
      case SMALLINT -> "int2";
      case INTEGER -> "int4";
      case BIGINT -> "int8";
      case REAL -> "float4";
      case DOUBLE -> "float8";
      case NUMERIC -> "numeric";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMPTZ -> "timestamptz";
      case UUID -> "uuid";
      case ENUM -> String.valueOf(element);
      case JSONB -> CatalogTypes.JSON.equals(element) ? "json" : "jsonb";
      default -> "text";
    };
  }

  /** A literal with a text of one line. */
  static String literal(String text) {
    StringBuilder code = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      code.append(text.charAt(i) == '"' ? "\\\"" : escaped(text.charAt(i)));
    }
    return code.append('"').toString();
  }

  /**
   * A literal with a text, a block if it has several lines and a block can have them.
   *
   * @param indentation of its lines
   */
  static String literal(String text, String indentation) {
    if (text.indexOf('\n') < 0 || !fitsBlock(text)) {
      return literal(text);
    }
    StringBuilder code = new StringBuilder("\"\"\"\n").append(indentation);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean last = i == text.length() - 1;
      if (c == '\n') {
        code.append('\n').append(last || text.charAt(i + 1) != '\n' ? indentation : "");
      } else if (c == ' ' && (last || text.charAt(i + 1) == '\n')) {
        code.append("\\s"); // blanks at the end of a line do not count
      } else if (c == '"' && (last || text.startsWith("\"\"", i + 1))) {
        code.append("\\\"");
      } else {
        code.append(escaped(c));
      }
    }
    return code.append("\"\"\"").toString();
  }

  /** Whether its own indentation is not taken for that of a block, nor other blanks. */
  private static boolean fitsBlock(String text) {
    boolean unindented =
        text.endsWith("\n")
            || LINE_END
                .splitAsStream(text)
                .anyMatch(line -> !line.isBlank() && line.charAt(0) != ' ');
    return unindented && text.chars().noneMatch(c -> c > 126 && Character.isWhitespace(c));
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      // octal, because those of four digits are read before anything else
      default ->
          c < 32
              ? "\\%03o".formatted((int) c)
              : c > 126 ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    };
  }
}

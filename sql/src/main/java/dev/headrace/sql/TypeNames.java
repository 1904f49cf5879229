package dev.headrace.sql;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.grammar.PostgresOperators;
import dev.headrace.sql.grammar.PostgresTypeNameSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Type names, in every spelling that PostgreSQL takes for the types there are. */
final class TypeNames {
  private static final Map<String, SqlType> TYPES =
      Map.ofEntries(
          Map.entry("bool", SqlType.BOOLEAN),
          Map.entry("boolean", SqlType.BOOLEAN),
          Map.entry("int2", SqlType.SMALLINT),
          Map.entry("smallint", SqlType.SMALLINT),
          Map.entry("int", SqlType.INTEGER),
          Map.entry("int4", SqlType.INTEGER),
          Map.entry("integer", SqlType.INTEGER),
          Map.entry("int8", SqlType.BIGINT),
          Map.entry("bigint", SqlType.BIGINT),
          Map.entry("float4", SqlType.REAL),
          Map.entry("real", SqlType.REAL),
          Map.entry("float", SqlType.DOUBLE),
          Map.entry("float8", SqlType.DOUBLE),
          Map.entry("double", SqlType.DOUBLE),
          Map.entry("dec", SqlType.NUMERIC),
          Map.entry("decimal", SqlType.NUMERIC),
          Map.entry("numeric", SqlType.NUMERIC),
          Map.entry("text", SqlType.TEXT),
          Map.entry("string", SqlType.TEXT),
          Map.entry("varchar", SqlType.VARCHAR),
          Map.entry("char", SqlType.character(1)),
          Map.entry("character", SqlType.character(1)),
          Map.entry("bpchar", new SqlType(SqlType.Kind.CHAR, SqlType.UNBOUNDED, 0, null)),
          Map.entry("bytea", SqlType.BYTEA),
          Map.entry("date", SqlType.DATE),
          Map.entry("time", SqlType.TIME),
          Map.entry("timestamp", SqlType.TIMESTAMP),
          Map.entry("timestamptz", SqlType.TIMESTAMPTZ),
          Map.entry("interval", SqlType.INTERVAL),
          Map.entry("uuid", SqlType.UUID),
          Map.entry("json", CatalogTypes.JSON),
          Map.entry("jsonb", SqlType.JSONB));

  private TypeNames() {}

  /** The type of a specification; 42704 if there is no such type. */
  static SqlType resolve(SqlDataTypeSpec spec, Analysis analysis) {
    SqlTypeNameSpec named = spec.getTypeNameSpec();
    SqlType known = builtIn(named, analysis.source());
    if (known != null) {
      return known;
    }
    SqlType type = resolve(nameOfCatalogs(named), analysis);
    return isArray(named) ? SqlType.array(type) : type;
  }

  private static SqlType resolve(SqlIdentifier name, Analysis analysis) {
    Catalog.NamedType type =
        analysis
            .catalog()
            .type(ObjectName.of(name.names))
            .orElseThrow(
                () ->
                    analysis.error(
                        ErrorCode.UNDEFINED_OBJECT, missing(ObjectName.of(name.names)), name));
    analysis.references().type(type, name, analysis.source());
    analysis.relations().add(type.name());
    return type.type();
  }

  /** A specification in a definition. */
  static WrittenType written(SqlDataTypeSpec spec, SourceText source) {
    SqlTypeNameSpec named = spec.getTypeNameSpec();
    SqlType known = builtIn(named, source);
    return known != null
        ? WrittenType.of(known)
        : new WrittenType(
            null,
            ObjectName.of(nameOfCatalogs(named).names),
            isArray(named),
            source.position(named.getParserPos()));
  }

  /** The type of the catalog, or the array of it, that a name means. */
  static SqlType ofCatalog(
      String name, boolean array, Catalog catalog, Function<String, SqlException> error) {
    SqlType type = catalog.type(name).orElseThrow(() -> error.apply(missing(name))).type();
    return array ? SqlType.array(type) : type;
  }

  /** The names of types of the catalog in an expression, in the order of the text. */
  static List<SqlIdentifier> ofCatalog(SqlNode expression, SourceText source) {
    List<SqlIdentifier> found = new ArrayList<>();
    collect(expression, source, found);
    found.sort(Comparator.comparingInt(name -> source.start(name.getParserPosition())));
    return found;
  }

  private static void collect(SqlNode node, SourceText source, List<SqlIdentifier> found) {
    switch (node) {
      case SqlDataTypeSpec spec -> {
        if (builtIn(spec.getTypeNameSpec(), source) == null) {
          found.add(nameOfCatalogs(spec.getTypeNameSpec()));
        }
      }
      case SqlNodeList list -> list.forEach(each -> collect(each, source, found));
      case SqlCall call -> {
        if (call.getOperator().equals(PostgresOperators.TYPED_LITERAL)) {
          SqlIdentifier type = call.operand(0);
          if (plain(nameOfLiteral(type.getSimple())) == null) {
            found.add(type);
          }
        }
        for (SqlNode operand : call.getOperandList()) {
          if (operand != null) {
            collect(operand, source, found);
          }
        }
      }
      default -> {}
    }
  }

  static String missing(String name) {
    return "type " + SqlException.quote(name) + " does not exist";
  }

  /** The name in a specification that is no type's that is there by itself. */
  static SqlIdentifier nameOfCatalogs(SqlTypeNameSpec spec) {
    return spec instanceof SqlCollectionTypeNameSpec collection
        ? nameOfCatalogs(collection.getElementTypeName())
        : Objects.requireNonNull(spec.getTypeName());
  }

  private static boolean isArray(SqlTypeNameSpec spec) {
    return spec instanceof SqlCollectionTypeNameSpec
        || (spec instanceof PostgresTypeNameSpec postgres && postgres.isArray());
  }

  /** The type in front of a text, {@code timestamp(0) '...'}; 42704 if there is no such type. */
  static SqlType ofLiteral(SqlIdentifier written, Analysis analysis) {
    SourceText source = analysis.source();
    String text = written.getSimple();
    String name = nameOfLiteral(text);
    SqlType type = plain(name);
    SqlParserPos place = written.getParserPosition();
    if (type == null) {
      if (name.length() < text.length()) {
        throw noModifier(name, place, source);
      }
      return resolve(written, analysis);
    }
    List<Integer> modifiers = new ArrayList<>();
    if (name.length() < text.length()) {
      for (String each : text.substring(name.length() + 1, text.length() - 1).split(",", -1)) {
        modifiers.add(modifier(each, place, source));
      }
    }
    return modified(name, type, modifiers, place, source);
  }

  private static int modifier(String digits, SqlParserPos place, SourceText source) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw source.error(
          ErrorCode.SYNTAX_ERROR, "syntax error at or near " + SqlException.quote(digits), place);
    }
  }

  /** The name of such a type without its modifiers. */
  static String nameOfLiteral(String text) {
    int modifiers = text.indexOf('(');
    return modifiers < 0 ? text : text.substring(0, modifiers);
  }

  /** The type of a specification that is there by itself; null for any other. */
  static @Nullable SqlType builtIn(SqlTypeNameSpec spec, SourceText source) {
    SqlParserPos place = spec.getParserPos();
    if (spec instanceof SqlCollectionTypeNameSpec collection) {
      SqlType element = builtIn(collection.getElementTypeName(), source);
      return element == null ? null : array(element, place, source);
    }
    List<String> names = Objects.requireNonNull(spec.getTypeName()).names;
    String name = names.getLast();
    List<Integer> modifiers =
        spec instanceof PostgresTypeNameSpec postgres ? postgres.modifiers() : List.of();
    SqlType type = name.equals("char") && isQuoted(spec) ? CatalogTypes.CHARACTER : plain(name);
    if (type == null || names.size() > 2 || (names.size() == 2 && !isSystem(names.getFirst()))) {
      if (!modifiers.isEmpty()) {
        throw noModifier(name, place, source);
      }
      return null;
    }
    SqlType modified = modified(name, type, modifiers, place, source);
    return spec instanceof PostgresTypeNameSpec postgres && postgres.isArray()
        ? array(modified, place, source)
        : modified;
  }

  /** {@code "char"} is not CHAR. */
  private static boolean isQuoted(SqlTypeNameSpec spec) {
    SqlIdentifier name = Objects.requireNonNull(spec.getTypeName());
    return name.isComponentQuoted(name.names.size() - 1);
  }

  private static boolean isSystem(String schema) {
    return schema.equals("pg_catalog");
  }

  /** The type of a name without modifiers, or null. */
  static @Nullable SqlType plain(String name) {
    SqlType type = known(name);
    if (type == null && name.startsWith("_")) {
      SqlType element = known(name.substring(1));
      return element == null ? null : SqlType.array(element);
    }
    return type;
  }

  private static @Nullable SqlType known(String name) {
    SqlType type = TYPES.get(name);
    return type == null ? CatalogTypes.named(name).orElse(null) : type;
  }

  private static SqlType array(SqlType element, SqlParserPos place, SourceText source) {
    if (element.kind() == SqlType.Kind.ARRAY) {
      throw source.error(
          ErrorCode.FEATURE_NOT_SUPPORTED, "an array of arrays is not supported", place);
    }
    return SqlType.array(element);
  }

  private static SqlType modified(
      String name, SqlType type, List<Integer> modifiers, SqlParserPos place, SourceText source) {
    if (modifiers.isEmpty()) {
      return type;
    }
    int first = modifiers.getFirst();
    boolean two = modifiers.size() == 2;
    switch (type.kind()) {
      case NUMERIC -> {
        try {
          return SqlType.numeric(first, two ? modifiers.get(1) : 0);
        } catch (SqlException e) {
          throw e.withPosition(source.position(place));
        }
      }
      case VARCHAR, CHAR -> {
        requireOne(two, name, place, source);
        if (first < 1) {
          throw source.error(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "length for type "
                  + (type.kind() == SqlType.Kind.CHAR ? "char" : "varchar")
                  + " must be at least 1",
              place);
        }
        return type.kind() == SqlType.Kind.CHAR ? SqlType.character(first) : SqlType.varchar(first);
      }
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> {
        requireOne(two, name, place, source);
        return precise(type.kind(), first, place, source);
      }
      case DOUBLE -> {
        if (name.equals("float") && !two && first >= 1 && first <= 53) {
          return first <= 24 ? SqlType.REAL : SqlType.DOUBLE;
        }
        throw noModifier(name, place, source);
      }
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, TEXT, BYTEA, DATE, UUID, JSONB, ENUM, ARRAY ->
          throw noModifier(name, place, source);
    }
    throw noModifier(name, place, source);
  }

  /** A precision that is too high is the highest, as in PostgreSQL. */
  static SqlType precise(Kind kind, int precision, SqlParserPos place, SourceText source) {
    if (precision < 0) {
      throw source.error(
          ErrorCode.INVALID_PARAMETER_VALUE,
          switch (kind) {
                case TIME -> "TIME(" + precision + ")";
                case INTERVAL -> "INTERVAL(" + precision + ")";
                case TIMESTAMP -> "TIMESTAMP(" + precision + ")";
                default -> "TIMESTAMP(" + precision + ") WITH TIME ZONE";
              }
              + " precision must not be negative",
          place);
    }
    return SqlType.time(kind, Math.min(precision, SqlType.MAX_TIME_PRECISION));
  }

  private static void requireOne(boolean two, String name, SqlParserPos place, SourceText source) {
    if (two) {
      throw noModifier(name, place, source);
    }
  }

  private static SqlException noModifier(String name, SqlParserPos place, SourceText source) {
    return source.error(
        ErrorCode.SYNTAX_ERROR,
        "type modifier is not allowed for type " + SqlException.quote(name),
        place);
  }
}

package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.ir.TableCall;
import dev.headrace.ir.TableCall.Function;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Calls of set-returning functions. */
final class TableFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "generate_series",
          "generate_subscripts",
          "unnest",
          "jsonb_array_elements",
          "json_array_elements",
          "jsonb_array_elements_text",
          "json_array_elements_text",
          "jsonb_each",
          "json_each",
          "jsonb_each_text",
          "json_each_text",
          "jsonb_object_keys",
          "json_object_keys",
          "string_to_table",
          "regexp_split_to_table",
          "regexp_matches",
          "pg_options_to_table",
          "pg_partition_ancestors",
          "_pg_expandarray");

  private final ExpressionBinder binder;
  private final Coercion coercion;

  /**
   * A call whose arguments are no columns yet.
   *
   * @param columns of its rows
   */
  record Bound(Function function, List<Expr> arguments, List<Field> columns) {}

  TableFunctions(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
  }

  static boolean isCall(SqlNode node) {
    return node instanceof SqlCall call && NAMES.contains(AggregateNames.name(call));
  }

  /** Whether there is a call in an expression, outside of its subqueries. */
  static void collect(@Nullable SqlNode node, List<SqlCall> calls) {
    if (node == null || Subqueries.isQuery(node)) {
      return;
    }
    if (isCall(node)) {
      calls.add((SqlCall) node);
    } else {
      WindowNodes.parts(node).forEach(part -> collect(part, calls));
    }
  }

  Bound bind(SqlCall call) {
    String name = AggregateNames.name(call);
    List<Operand> operands = new ArrayList<>();
    for (SqlNode node : call.getOperandList()) {
      List<SqlCall> nested = new ArrayList<>();
      collect(node, nested);
      if (!nested.isEmpty()) {
        throw binder.analysis().unsupported("a set-returning function within another", node);
      }
      operands.add(binder.bind(node));
    }
    return switch (name) {
      case "generate_series" -> series(operands, call);
      case "generate_subscripts" -> {
        require(operands, 2, name, call);
        yield bound(
            Function.GENERATE_SUBSCRIPTS,
            List.of(array(operands.getFirst(), name, call), to(operands.get(1), SqlType.INTEGER)),
            Field.notNull(name, SqlType.INTEGER));
      }
      case "pg_partition_ancestors" -> {
        require(operands, 1, name, call);
        yield bound(
            Function.NO_ROWS,
            List.of(to(operands.getFirst(), CatalogTypes.RELATION)),
            Field.notNull("relid", CatalogTypes.RELATION));
      }
      case "pg_options_to_table" -> {
        require(operands, 1, name, call);
        yield bound(
            Function.OPTIONS,
            List.of(to(operands.getFirst(), SqlType.array(SqlType.TEXT))),
            text("option_name"),
            text("option_value"));
      }
      case "_pg_expandarray" -> {
        require(operands, 1, name, call);
        yield bound(
            Function.NUMBERED_ELEMENTS,
            List.of(array(operands.getFirst(), name, call)),
            Field.notNull("_pg_expandarray", CatalogTypes.NUMBERED));
      }
      case "unnest" -> {
        require(operands, 1, name, call);
        Expr array = array(operands.getFirst(), name, call);
        yield bound(Function.UNNEST, List.of(array), Field.of(name, Types.element(array.type())));
      }
      case "jsonb_array_elements", "json_array_elements" ->
          json(Function.JSONB_ARRAY_ELEMENTS, operands, call, json("value"));
      case "jsonb_array_elements_text", "json_array_elements_text" ->
          json(Function.JSONB_ARRAY_ELEMENTS_TEXT, operands, call, text("value"));
      case "jsonb_each", "json_each" ->
          json(Function.JSONB_EACH, operands, call, text("key"), json("value"));
      case "jsonb_each_text", "json_each_text" ->
          json(Function.JSONB_EACH_TEXT, operands, call, text("key"), text("value"));
      case "jsonb_object_keys", "json_object_keys" ->
          json(Function.JSONB_OBJECT_KEYS, operands, call, text(name));
      case "string_to_table", "regexp_split_to_table" -> {
        require(operands, 2, name, call);
        yield bound(
            name.startsWith("string") ? Function.STRING_TO_TABLE : Function.REGEXP_SPLIT_TO_TABLE,
            List.of(to(operands.getFirst(), SqlType.TEXT), to(operands.get(1), SqlType.TEXT)),
            text(name));
      }
      case "regexp_matches" -> {
        Operand flags =
            operands.size() == 3 ? operands.get(2) : new Operand.Text("", call.getParserPosition());
        require(operands.subList(0, Math.min(2, operands.size())), 2, name, call);
        yield bound(
            Function.REGEXP_MATCHES,
            List.of(
                to(operands.getFirst(), SqlType.TEXT),
                to(operands.get(1), SqlType.TEXT),
                to(flags, SqlType.TEXT)),
            Field.of(name, SqlType.array(SqlType.TEXT)));
      }
      default -> throw binder.analysis().unsupported("function " + name + " in FROM", call);
    };
  }

  private static Field text(String name) {
    return Field.of(name, SqlType.TEXT);
  }

  private static Field json(String name) {
    return Field.of(name, SqlType.JSONB);
  }

  private static Bound bound(Function function, List<Expr> arguments, Field... columns) {
    return new Bound(function, arguments, List.of(columns));
  }

  private Bound json(Function function, List<Operand> operands, SqlCall call, Field... columns) {
    require(operands, 1, AggregateNames.name(call), call);
    return bound(function, List.of(to(operands.getFirst(), SqlType.JSONB)), columns);
  }

  private Expr to(Operand operand, SqlType type) {
    return coercion.implicit(operand, type);
  }

  private Expr array(Operand operand, String name, SqlCall call) {
    SqlType type = coercion.type(operand);
    if (type == null || type.kind() != Kind.ARRAY) {
      throw undefined(name, List.of(operand), call);
    }
    return coercion.implicit(operand, type);
  }

  private void require(List<Operand> operands, int count, String name, SqlCall call) {
    if (operands.size() != count) {
      throw undefined(name, operands, call);
    }
  }

  private SqlException undefined(String name, List<Operand> operands, SqlCall call) {
    List<String> types = operands.stream().map(o -> Types.name(coercion.type(o))).toList();
    return binder
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + "(" + String.join(", ", types) + ") does not exist",
            call)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }

  private Bound series(List<Operand> operands, SqlCall call) {
    String name = "generate_series";
    if (operands.size() < 2 || operands.size() > 3) {
      throw undefined(name, operands, call);
    }
    List<@Nullable SqlType> types = new ArrayList<>();
    operands.subList(0, 2).forEach(operand -> types.add(coercion.type(operand)));
    Kind first = kind(types.getFirst(), types.get(1));
    return switch (first) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> numbers(operands, call);
      case DATE, TIMESTAMP, TIMESTAMPTZ -> {
        require(operands, 3, name, call);
        yield timestamps(
            operands, types.stream().anyMatch(t -> t != null && t.kind() == Kind.TIMESTAMP));
      }
      default -> throw undefined(name, operands, call);
    };
  }

  /** Dates are taken as timestamps with time zone, as everywhere there is a choice. */
  private Bound timestamps(List<Operand> operands, boolean plain) {
    SqlType type = plain ? SqlType.TIMESTAMP : SqlType.TIMESTAMPTZ;
    List<Expr> arguments = new ArrayList<>();
    arguments.add(to(operands.getFirst(), type));
    arguments.add(to(operands.get(1), type));
    arguments.add(to(operands.get(2), SqlType.INTERVAL));
    if (!plain) {
      arguments.add(new Expr.Call(ScalarFunctions.SESSION_TIME_ZONE, List.of(), SqlType.TEXT));
    }
    return bound(
        plain ? Function.TIMESTAMP_SERIES : Function.TIMESTAMPTZ_SERIES,
        arguments,
        Field.notNull("generate_series", type));
  }

  private static Kind kind(@Nullable SqlType first, @Nullable SqlType second) {
    SqlType known = first == null ? second : first;
    return known == null ? Kind.TEXT : known.kind();
  }

  /** In the widest type of the arguments; INTEGER is counted as BIGINT. */
  private Bound numbers(List<Operand> operands, SqlCall call) {
    SqlType type = SqlType.INTEGER;
    for (Operand operand : operands) {
      SqlType own = coercion.type(operand);
      if (own != null && own.kind() == Kind.NUMERIC) {
        type = SqlType.NUMERIC;
      } else if (own != null && own.kind() == Kind.BIGINT && type.kind() == Kind.INTEGER) {
        type = SqlType.BIGINT;
      } else if (own != null && !own.kind().isNumber() || own != null && own.kind().isFloat()) {
        throw undefined("generate_series", operands, call);
      }
    }
    boolean decimal = type.kind() == Kind.NUMERIC;
    SqlType counted = decimal ? SqlType.NUMERIC : SqlType.BIGINT;
    List<Expr> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      Expr value = to(operand, type);
      arguments.add(value.type().equals(counted) ? value : new Expr.Cast(value, counted));
    }
    if (arguments.size() == 2) {
      arguments.add(
          decimal ? new Literal(BigDecimal.ONE, SqlType.NUMERIC) : new Literal(1L, SqlType.BIGINT));
    }
    Function function =
        switch (type.kind()) {
          case INTEGER -> Function.INTEGER_SERIES;
          case BIGINT -> Function.LONG_SERIES;
          default -> Function.DECIMAL_SERIES;
        };
    return bound(function, arguments, Field.notNull("generate_series", type));
  }

  /** The rows of a relation expanded by calls. */
  static Rel expand(Rel rel, List<Bound> calls, boolean ordinality, boolean outer) {
    List<Expr> arguments = new ArrayList<>();
    List<TableCall> made = new ArrayList<>();
    List<Field> columns = new ArrayList<>();
    int width = rel.fields().size();
    for (Bound call : calls) {
      List<Integer> places = new ArrayList<>();
      for (Expr argument : call.arguments) {
        places.add(width + arguments.size());
        arguments.add(argument);
      }
      List<SqlType> types = call.columns.stream().map(Field::type).toList();
      made.add(new TableCall(call.function, places, call.arguments.getFirst().type(), types));
      boolean padded = outer || calls.size() > 1;
      call.columns.forEach(f -> columns.add(padded ? Field.of(f.name(), f.type()) : f));
    }
    if (ordinality) {
      columns.add(new Field("ordinality", SqlType.BIGINT, outer));
    }
    Rel wide = Projections.append(rel, arguments);
    List<Field> fields = new ArrayList<>(wide.fields());
    fields.addAll(columns);
    Rel expanded = new Rel.Expand(wide, made, ordinality, outer, fields);
    List<Integer> kept = Projections.range(0, width);
    kept.addAll(Projections.range(wide.fields().size(), columns.size()));
    return Projections.columns(expanded, kept);
  }
}

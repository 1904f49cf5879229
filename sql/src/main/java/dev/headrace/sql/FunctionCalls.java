package dev.headrace.sql;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.jspecify.annotations.Nullable;

/** Calls of functions, those with a syntax of their own included. */
final class FunctionCalls {
  private static final Map<String, String> SESSION_VALUES =
      Map.of(
          "current_date", "current_date",
          "current_timestamp", "now",
          "localtime", "localtime",
          "localtimestamp", "localtimestamp",
          "current_user", "current_user",
          "session_user", "session_user",
          "user", "current_user",
          "current_role", "current_user",
          "current_catalog", "current_database",
          "current_schema", "current_schema");

  /** PostgreSQL's limit for functions. */
  private static final int MAX_ARGUMENTS = 100;

  private static final Set<String> MAKES_JSON =
      Set.of(
          "row_to_json",
          "array_to_json",
          "to_json",
          "to_jsonb",
          "json_build_object",
          "jsonb_build_object",
          "json_build_array",
          "jsonb_build_array");

  /** Constructs that look like functions. */
  private static final Set<String> UNLIMITED = Set.of("coalesce", "greatest", "least");

  private final ExpressionBinder binder;
  private final Coercion coercion;
  private final Conditionals conditionals;
  private final ArrayCalls arrays;
  private final LenientCalls lenient;

  FunctionCalls(ExpressionBinder binder) {
    this.binder = binder;
    this.coercion = binder.coercion();
    this.conditionals = new Conditionals(binder);
    this.arrays = new ArrayCalls(binder, conditionals);
    this.lenient = new LenientCalls(this, binder);
  }

  /** CURRENT_DATE and the like, which are written without parentheses; null for other names. */
  @Nullable Operand sessionValue(SqlIdentifier identifier) {
    String name = identifier.getSimple();
    if (name.equals("current_time")) {
      throw binder.analysis().unsupported("CURRENT_TIME", identifier);
    }
    String function = SESSION_VALUES.get(name);
    boolean column = name.equals("current_schema") && binder.scope().local(identifier) != null;
    return function == null || column
        ? null
        : binder.typed(named(function, List.of(), identifier), identifier);
  }

  Operand bind(SqlCall call) {
    String name = AggregateNames.name(call);
    if (TableFunctions.isCall(call)) {
      throw binder
          .analysis()
          .error(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "set-returning functions are not allowed in " + binder.clause(),
              call);
    }
    if (AggregateNames.isCall(call)) {
      throw misplacedAggregate(call);
    }
    if (call.getFunctionQuantifier() != null) {
      throw binder
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "DISTINCT specified, but " + name + " is not an aggregate function",
              call);
    }
    return binder.typed(bound(call, name), call);
  }

  private SqlException misplacedAggregate(SqlCall call) {
    String message =
        switch (binder.clause()) {
          case AGGREGATE -> "aggregate function calls cannot be nested";
          default -> "aggregate functions are not allowed in " + binder.clause();
        };
    return binder.analysis().error(ErrorCode.GROUPING_ERROR, message, call);
  }

  private Expr bound(SqlCall call, String name) {
    if (call.getOperator().equals(SqlStdOperatorTable.TRIM)) {
      return trim(call);
    }
    switch (call.getKind()) {
      case EXTRACT -> {
        return extract(call);
      }
      case POSITION -> {
        return position(call);
      }
      case ARRAY_VALUE_CONSTRUCTOR -> {
        return array(call, null);
      }
      case ARRAY_QUERY_CONSTRUCTOR -> {
        return arrays.ofSubquery(call);
      }
      case FILTER, WITHIN_GROUP ->
          throw binder
              .analysis()
              .error(
                  ErrorCode.WRONG_OBJECT_TYPE,
                  "FILTER specified, but it is not an aggregate function",
                  call);
      default -> {}
    }
    if (VariadicCalls.isWhole(call)) {
      return new VariadicCalls(binder).whole(name, call);
    }
    if (MAKES_JSON.contains(name) && call.operandCount() <= MAX_ARGUMENTS) {
      return json(call, name);
    }
    if (NamedArguments.any(call) && NamedArguments.arranged(name, call) == null) {
      throw noSuchArguments(name, call);
    }
    if (call.getOperandList().stream().anyMatch(n -> n instanceof SqlIdentifier i && i.isStar())) {
      Expr attribute = new TrueTypes(binder).bind(name, call.getOperandList());
      return attribute == null ? named(name, List.of(), call) : attribute;
    }
    if (call.operandCount() > MAX_ARGUMENTS && !UNLIMITED.contains(name)) {
      throw binder
          .analysis()
          .error(
              ErrorCode.TOO_MANY_ARGUMENTS,
              "cannot pass more than " + MAX_ARGUMENTS + " arguments to a function",
              call);
    }
    return switch (name) {
      case "coalesce" -> conditionals.coalesce(call);
      case "nullif" -> {
        requireCount(call, name, 2);
        yield conditionals.nullIf(call);
      }
      case "greatest", "least" -> conditionals.extreme(call, name);
      case "item" -> arrays.subscript(call);
      case "array_position",
          "array_positions",
          "array_append",
          "array_prepend",
          "array_remove",
          "trim_array",
          "array_replace",
          "array_cat" ->
          arrays.named(name, call);
      case "array_fill" -> arrays.filled(call);
      case "width_bucket" -> {
        List<Operand> operands = operands(call);
        yield operands.size() == 2
            ? arrays.bucket(operands.getFirst(), operands.getLast(), call)
            : named(name, operands, call);
      }
      case "array_to_string" -> arrays.toText(operands(call), call);
      case "concat",
          "concat_ws",
          "format",
          "json_extract_path",
          "jsonb_extract_path",
          "json_extract_path_text",
          "jsonb_extract_path_text" ->
          new VariadicCalls(binder).bind(name, operands(call), call);
      case "num_nulls", "num_nonnulls" ->
          new VariadicCalls(binder).counted(name, operands(call), call);
      case "jsonb_set_lax" -> lenient.set(operands(call), call);
      case "normalize" -> named(name, lenient.withForm(call), call);
      case "quote_literal", "quote_nullable" -> {
        requireCount(call, name, 1);
        yield new VariadicCalls(binder).quoted(name, binder.bind(call.operand(0)), call);
      }
      case "enum_first", "enum_last", "enum_range" ->
          new EnumCalls(binder).bind(name, operands(call), call);
      case "pg_typeof" -> typeOf(name, operands(call), call);
      case "string_to_array" -> lenient.splitting(call);
      case "format_type" -> lenient.formatType(call);
      case "current_timestamp", "localtime", "localtimestamp" -> now(name, call);
      case "nextval", "currval", "setval" -> {
        List<Operand> operands = new ArrayList<>(operands(call));
        if (!operands.isEmpty()) {
          operands.set(0, sequenceName(call.operand(0), operands.getFirst()));
        }
        yield named(name, operands, call);
      }
      case "pg_notify" ->
          named(name, operands(call).stream().map(o -> lenient.orEmpty(o, call)).toList(), call);
      default -> {
        if (WindowCallBinder.isWindowFunction(AggregateNames.name(call))) {
          throw binder
              .analysis()
              .error(
                  ErrorCode.WRONG_OBJECT_TYPE,
                  "window function " + name + " requires an OVER clause",
                  call);
        }
        yield named(name, operands(call), call);
      }
    };
  }

  /** Values as JSON, of whole rows as well. */
  private Expr json(SqlCall call, String name) {
    JsonRows rows = new JsonRows(binder);
    if (name.equals("row_to_json") || name.equals("array_to_json")) {
      return jsonOf(rows, call, name);
    }
    List<Operand> operands = call.getOperandList().stream().map(rows::operand).toList();
    Expr value =
        switch (name) {
          case "json_build_array", "jsonb_build_array" -> JsonValues.array(operands, binder, call);
          case "to_json", "to_jsonb" -> {
            requireCount(call, name, 1);
            yield JsonValues.of(operands.getFirst(), binder, call);
          }
          default -> {
            if (operands.size() % 2 != 0) {
              throw binder
                  .analysis()
                  .error(
                      ErrorCode.INVALID_PARAMETER_VALUE,
                      "argument list must have even number of elements",
                      call);
            }
            yield JsonValues.object(operands, binder, call);
          }
        };
    return JsonValues.typed(value, name);
  }

  /** ROW_TO_JSON and ARRAY_TO_JSON; the layout that a second argument asks for is not kept. */
  private Expr jsonOf(JsonRows rows, SqlCall call, String name) {
    int count = call.operandCount();
    if (count == 1 || count == 2) {
      SqlNode argument = call.operand(0);
      Expr row = name.equals("row_to_json") ? rows.of(argument) : null;
      Operand operand = row == null ? binder.bind(argument) : binder.typed(row, argument);
      SqlType type = coercion.type(operand);
      boolean array =
          name.equals("array_to_json") && type != null && type.kind() == SqlType.Kind.ARRAY;
      if (row != null || array) {
        if (count == 2) {
          coercion.implicit(binder.bind(call.operand(1)), SqlType.BOOLEAN);
        }
        return JsonValues.typed(JsonValues.of(operand, binder, call), name);
      }
    }
    return named(name, operands(call), call);
  }

  /** Sequences are found by their names; {@code 'name'::regclass} is one. */
  private Operand sequenceName(SqlNode node, Operand operand) {
    if (!CatalogTypes.RELATION.equals(coercion.type(operand))) {
      return operand;
    }
    if (node.getKind() == SqlKind.CAST
        && ((SqlCall) node).operand(0) instanceof SqlCharStringLiteral name) {
      return binder.bind(name);
    }
    Expr relation = coercion.implicit(operand, CatalogTypes.RELATION);
    return binder.typed(ObjectNames.cast(relation, SqlType.TEXT), node);
  }

  private void requireCount(SqlCall call, String name, int count) {
    if (call.operandCount() != count) {
      throw binder
          .analysis()
          .error(ErrorCode.SYNTAX_ERROR, name + " takes " + count + " arguments", call);
    }
  }

  List<Operand> operands(SqlCall call) {
    List<SqlNode> arranged = NamedArguments.arranged(AggregateNames.name(call), call);
    List<SqlNode> arguments = arranged == null ? call.getOperandList() : arranged;
    return arguments.stream().map(binder::bind).toList();
  }

  /** A call by names that the function's parameters do not have. */
  private SqlException noSuchArguments(String name, SqlCall call) {
    List<String> arguments = new ArrayList<>();
    for (SqlNode argument : call.getOperandList()) {
      String type = Types.name(coercion.type(binder.bind(NamedArguments.value(argument))));
      String given = NamedArguments.name(argument);
      arguments.add(given.isEmpty() ? type : given + " => " + type);
    }
    return undefined(name + "(" + String.join(", ", arguments) + ")", call);
  }

  private SqlException undefined(String signature, SqlNode place) {
    return binder
        .analysis()
        .error(ErrorCode.UNDEFINED_FUNCTION, "function " + signature + " does not exist", place)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }

  /** PG_TYPEOF: what is known of an operand without looking at its value. */
  private Expr typeOf(String name, List<Operand> operands, SqlCall call) {
    if (operands.size() != 1) {
      return named(name, operands, call);
    }
    Operand operand = coercion.current(operands.getFirst());
    int oid =
        operand instanceof Operand.Text || operand instanceof Operand.Null
            ? TypeOids.UNKNOWN
            : TypeOids.oid(coercion.standalone(operand).type());
    return new Literal(oid, CatalogTypes.TYPE);
  }

  /** CURRENT_TIMESTAMP(3) and the like. */
  private Expr now(String name, SqlCall call) {
    if (call.operandCount() == 1 && call.operand(0) instanceof SqlNumericLiteral precision) {
      Expr now = named(name.equals("current_timestamp") ? "now" : name, List.of(), call);
      SqlType type =
          TypeNames.precise(
              now.type().kind(),
              precision.intValue(true),
              precision.getParserPosition(),
              binder.analysis().source());
      return Casts.expand(new Expr.Cast(now, type));
    }
    return named(name, operands(call), call);
  }

  /** A function of the registry by its SQL name. */
  Expr named(String qualified, List<Operand> arguments, SqlNode place) {
    String plain = qualified.startsWith("pg_catalog.") ? qualified.substring(11) : qualified;
    // json is another name of jsonb
    boolean json = plain.startsWith("json_") && ScalarFunctions.named(plain).isEmpty();
    String name = json ? "jsonb_" + plain.substring("json_".length()) : plain;
    Expr conversion = conversion(name, arguments, place);
    if (conversion != null) {
      return conversion;
    }
    List<@Nullable SqlType> types = new ArrayList<>();
    arguments.forEach(a -> types.add(coercion.type(a)));
    FunctionResolver.Choice choice = FunctionResolver.choose(name, types);
    FunctionResolver.Candidate found = isCallable(name) ? choice.found() : null;
    if (found != null) {
      Expr call = FunctionResolver.call(found, arguments, coercion);
      return call;
    }
    String signature =
        name + "(" + String.join(", ", types.stream().map(Types::name).toList()) + ")";
    if (choice.ambiguous()) {
      throw binder
          .analysis()
          .error(ErrorCode.AMBIGUOUS_FUNCTION, "function " + signature + " is not unique", place)
          .withHint(
              "Could not choose a best candidate function. You might need to add explicit type"
                  + " casts.");
    }
    throw undefined(signature, place);
  }

  /** Operators and what casts are lowered to stand in the registry too, but not for callers. */
  private static boolean isCallable(String name) {
    return (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
        && !name.startsWith("cast_")
        && !name.endsWith("_cast")
        && !name.endsWith("_assign")
        && !name.startsWith("array_element_")
        && !name.equals("like")
        && !name.equals("similar to")
        && !name.equals("ilike");
  }

  /** A type's name called like a function, for example {@code text(x)} or {@code date(ts)}. */
  private @Nullable Expr conversion(String name, List<Operand> arguments, SqlNode place) {
    SqlType type =
        arguments.size() == 1 && ScalarFunctions.named(name).isEmpty()
            ? TypeNames.plain(name)
            : null;
    return type == null
        ? null
        : coercion.explicit(
            arguments.getFirst(), Types.unmodified(type), place.getParserPosition());
  }

  private Expr extract(SqlCall call) {
    SqlNode unit = call.operand(0);
    String field =
        unit instanceof SqlIdentifier identifier
            ? identifier.getSimple()
            : ((SqlLiteral) unit).getValueAs(String.class);
    Operand name = new Operand.Text(field.toLowerCase(Locale.ROOT), unit.getParserPosition());
    return named("extract", List.of(name, binder.bind(call.operand(1))), call);
  }

  private Expr position(SqlCall call) {
    Operand part = binder.bind(call.operand(0));
    Operand whole = binder.bind(call.operand(1));
    return named("position", List.of(part, whole), call);
  }

  private Expr trim(SqlCall call) {
    SqlTrimFunction.Flag flag =
        ((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class);
    String name =
        switch (flag) {
          case BOTH -> "btrim";
          case LEADING -> "ltrim";
          case TRAILING -> "rtrim";
        };
    List<Operand> arguments = new ArrayList<>();
    arguments.add(binder.bind(call.operand(2)));
    SqlNode characters = call.getOperandList().get(1);
    if (characters != null) {
      arguments.add(binder.bind(characters));
    }
    return named(name, arguments, call);
  }

  /** ARRAY[...], of constants. */
  Expr array(SqlCall call, @Nullable SqlType wanted) {
    return arrays.constructor(call, wanted);
  }
}

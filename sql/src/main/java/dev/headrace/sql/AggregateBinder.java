package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and types a call of an aggregate function; its arguments become columns of the rows that
 * are aggregated.
 */
final class AggregateBinder {
  private final Scope scope;
  private final ExpressionBinder arguments;
  private final ToIntFunction<Expr> input;
  private final boolean inOrder;

  /**
   * @param arguments binds the arguments
   * @param input makes an expression a column and tells which
   * @param inOrder whether calls without an ORDER BY take rows in the order of FROM
   */
  AggregateBinder(
      Scope scope, ExpressionBinder arguments, ToIntFunction<Expr> input, boolean inOrder) {
    this.inOrder = inOrder;
    this.scope = scope;
    this.arguments = arguments;
    this.input = input;
  }

  /** A call taken apart. */
  private record Parts(
      String name,
      Function function,
      SqlCall call,
      List<SqlNode> operands,
      boolean distinct,
      List<OrderItem> order,
      int filter) {}

  AggregateCall bind(SqlNode node) {
    Parts parts = parts(node);
    List<SqlNode> operands = parts.operands;
    boolean star =
        operands.size() == 1
            && operands.getFirst() instanceof SqlIdentifier identifier
            && identifier.isStar();
    if (parts.function == Function.COUNT && (star || operands.isEmpty())) {
      return count(parts, star);
    }
    return switch (parts.function) {
      case COUNT, SUM, AVG, MIN, MAX, BOOL_AND, BOOL_OR, SINGLE_VALUE -> plain(parts, star);
      case STRING_AGG -> strings(parts);
      case ARRAY_AGG -> {
        Expr value = any(parts, 1, 0);
        if (value.type().kind() == Kind.ARRAY) {
          throw scope.analysis().unsupported("array_agg of arrays", parts.call);
        }
        yield call(parts, List.of(value), SqlType.array(Types.unmodified(value.type())));
      }
      case JSONB_AGG -> call(parts, List.of(json(parts, 1, 0)), JsonValues.type(parts.name));
      case JSONB_OBJECT_AGG -> {
        Expr key =
            arguments
                .coercion()
                .explicit(operand(parts, 2, 0), SqlType.TEXT, parts.call.getParserPosition());
        yield call(parts, List.of(key, json(parts, 2, 1)), JsonValues.type(parts.name));
      }
      case BIT_AND, BIT_OR, BIT_XOR -> bits(parts);
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> spread(parts);
      case CORR,
          COVAR_POP,
          COVAR_SAMP,
          REGR_AVGX,
          REGR_AVGY,
          REGR_SXX,
          REGR_SYY,
          REGR_SXY,
          REGR_SLOPE,
          REGR_INTERCEPT,
          REGR_R2 ->
          regression(parts, SqlType.DOUBLE);
      case REGR_COUNT -> regression(parts, SqlType.BIGINT);
      case PERCENTILE_CONT, PERCENTILE_DISC -> percentile(parts);
      case MODE -> mode(parts);
      case RANK, DENSE_RANK -> place(parts, SqlType.BIGINT);
      case PERCENT_RANK, CUME_DIST -> place(parts, SqlType.DOUBLE);
    };
  }

  private Parts parts(SqlNode node) {
    SqlNode condition = null;
    SqlNode function = node;
    if (function.getKind() == SqlKind.FILTER) {
      condition = ((SqlCall) function).operand(1);
      function = ((SqlCall) function).operand(0);
    }
    List<OrderItem> order = new ArrayList<>();
    boolean within = function.getKind() == SqlKind.WITHIN_GROUP;
    if (within) {
      SqlNodeList items = ((SqlCall) function).operand(1);
      items.forEach(item -> order.add(OrderItem.of(item)));
      function = ((SqlCall) function).operand(0);
    }
    SqlCall call = (SqlCall) function;
    String name = AggregateNames.name(call);
    Function kind = within ? AggregateNames.ordered(name) : AggregateNames.function(name);
    if (kind == null) {
      throw notAnAggregate(name, within, call);
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    if (!operands.isEmpty()
        && operands.getLast() instanceof SqlCall last
        && last.getOperator().equals(PostgresOperators.ARGUMENT_ORDER)) {
      operands.removeLast();
      last.getOperandList().forEach(item -> order.add(OrderItem.of(item)));
    }
    if (within != AggregateNames.isOrderedSet(kind)) {
      throw withinGroup(name, within, call);
    }
    int filter =
        condition == null
            ? -1
            : input.applyAsInt(new ExpressionBinder(scope, Clause.FILTER).condition(condition));
    boolean distinct =
        call.getFunctionQuantifier() != null
            && call.getFunctionQuantifier().getValue() == SqlSelectKeyword.DISTINCT;
    return new Parts(name, kind, call, operands, distinct, order, filter);
  }

  private SqlException notAnAggregate(String name, boolean within, SqlCall call) {
    return scope
        .analysis()
        .error(
            ErrorCode.WRONG_OBJECT_TYPE,
            (within ? "WITHIN GROUP" : "FILTER")
                + " specified, but "
                + name
                + " is not an "
                + (within ? "ordered-set aggregate" : "aggregate")
                + " function",
            call);
  }

  private SqlException withinGroup(String name, boolean within, SqlCall call) {
    return scope
        .analysis()
        .error(
            ErrorCode.WRONG_OBJECT_TYPE,
            within
                ? name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP"
                : "WITHIN GROUP is required for ordered-set aggregate " + name,
            call);
  }

  private AggregateCall count(Parts parts, boolean star) {
    SqlNode operand = parts.operands.isEmpty() ? null : parts.operands.getFirst();
    if (operand == null || !star) {
      throw scope
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "count(*) must be used to call a parameterless aggregate function",
              parts.call);
    }
    if (((SqlIdentifier) operand).names.size() > 1) {
      throw undefined(parts, true);
    }
    if (parts.distinct) {
      throw scope
          .analysis()
          .error(ErrorCode.SYNTAX_ERROR, "DISTINCT needs an argument to count", parts.call);
    }
    return new AggregateCall(Function.COUNT, -1, false, parts.filter, SqlType.BIGINT);
  }

  /** An aggregate of one argument whose rows' order does not matter. */
  private AggregateCall plain(Parts parts, boolean star) {
    if (star || parts.operands.size() != 1) {
      throw undefined(parts, star);
    }
    Function function = parts.function;
    Operand operand = operand(parts, 1, 0);
    SqlType declared = arguments.coercion().type(operand);
    SqlType argument = argumentType(function, parts.name, declared, parts.call);
    Expr value =
        declared != null && argument.kind() == declared.kind()
            ? arguments.coercion().standalone(arguments.coercion().current(operand))
            : arguments.coercion().implicit(operand, argument);
    boolean countsOnce =
        switch (function) {
          case MIN, MAX, BOOL_AND, BOOL_OR -> false;
          default -> parts.distinct;
        };
    orderKeys(parts);
    return new AggregateCall(
        function,
        input.applyAsInt(value),
        countsOnce,
        parts.filter,
        AggregateTypes.result(function, argument));
  }

  // ---- arguments

  private Operand operand(Parts parts, int count, int index) {
    return operand(parts, count, index, arguments::bind);
  }

  private Operand operand(
      Parts parts, int count, int index, java.util.function.Function<SqlNode, Operand> binding) {
    if (parts.operands.size() != count) {
      throw undefined(parts, false);
    }
    Operand operand = binding.apply(parts.operands.get(index));
    refuseOuterAggregate(operand, parts.call);
    return operand;
  }

  /** An argument of any type, TEXT if it is unknown. */
  private Expr any(Parts parts, int count, int index) {
    return arguments.coercion().standalone(operand(parts, count, index));
  }

  private Expr json(Parts parts, int count, int index) {
    Operand operand = operand(parts, count, index, new JsonRows(arguments)::operand);
    return JsonValues.of(operand, arguments, parts.operands.get(index));
  }

  private AggregateCall call(Parts parts, List<Expr> values, SqlType type) {
    List<Integer> columns = new ArrayList<>();
    values.forEach(value -> columns.add(input.applyAsInt(value)));
    List<SortKey> order = orderKeys(parts);
    if (parts.distinct && order.stream().anyMatch(key -> !columns.contains(key.column()))) {
      throw scope
          .analysis()
          .error(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
              parts.call);
    }
    return new AggregateCall(
        parts.function,
        columns.getFirst(),
        parts.distinct,
        parts.filter,
        type,
        columns.subList(1, columns.size()),
        order);
  }

  private List<SortKey> orderKeys(Parts parts) {
    boolean asFrom = inOrder && !parts.distinct && AggregateNames.keepsOrder(parts.function);
    if (parts.order.isEmpty() && asFrom) {
      return OrderedRows.keys(scope, input);
    }
    List<SortKey> keys = new ArrayList<>();
    for (OrderItem item : parts.order) {
      Expr value = arguments.coercion().standalone(arguments.bind(item.node()));
      keys.add(item.key(input.applyAsInt(value)));
    }
    return keys;
  }

  // ---- by function

  private AggregateCall strings(Parts parts) {
    Operand value = operand(parts, 2, 0);
    Operand separator = operand(parts, 2, 1);
    SqlType type = arguments.coercion().type(value);
    SqlType common = type != null && type.kind() == Kind.BYTEA ? SqlType.BYTEA : SqlType.TEXT;
    if (!arguments.coercion().isImplicit(value, common)
        || !arguments.coercion().isImplicit(separator, common)) {
      throw undefined(parts, false);
    }
    Expr text = arguments.coercion().implicit(value, common);
    return call(parts, List.of(text, arguments.coercion().implicit(separator, common)), common);
  }

  private AggregateCall bits(Parts parts) {
    Expr value = any(parts, 1, 0);
    return switch (value.type().kind()) {
      case SMALLINT, INTEGER, BIGINT -> call(parts, List.of(value), value.type());
      default -> throw undefined(parts, false);
    };
  }

  private AggregateCall spread(Parts parts) {
    Operand operand = operand(parts, 1, 0);
    SqlType type = arguments.coercion().type(operand);
    if (type == null || !type.kind().isNumber()) {
      throw undefined(parts, false);
    }
    SqlType common = type.kind().isFloat() ? SqlType.DOUBLE : SqlType.NUMERIC;
    return call(parts, List.of(arguments.coercion().implicit(operand, common)), common);
  }

  private AggregateCall regression(Parts parts, SqlType type) {
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Operand operand = operand(parts, 2, i);
      if (!arguments.coercion().isImplicit(operand, SqlType.DOUBLE)) {
        throw undefined(parts, false);
      }
      values.add(arguments.coercion().implicit(operand, SqlType.DOUBLE));
    }
    return call(parts, values, type);
  }

  private AggregateCall percentile(Parts parts) {
    Operand fraction =
        parts.operands.size() == 1
                && parts.operands.getFirst().getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
            ? arguments.array((SqlCall) parts.operands.getFirst(), SqlType.DOUBLE)
            : operand(parts, 1, 0);
    SqlType fractionType = arguments.coercion().type(fraction);
    boolean several = fractionType != null && fractionType.kind() == Kind.ARRAY;
    SqlType wanted = several ? SqlType.array(SqlType.DOUBLE) : SqlType.DOUBLE;
    Expr fractions =
        several
            ? arguments.coercion().explicit(fraction, wanted, parts.call.getParserPosition())
            : arguments.coercion().implicit(fraction, wanted);
    OrderItem item = onlyItem(parts);
    Operand value = arguments.bind(item.node());
    SqlType valueType = arguments.coercion().type(value);
    boolean interval = valueType != null && valueType.kind() == Kind.INTERVAL;
    boolean continuous = parts.function == Function.PERCENTILE_CONT && !interval;
    if (continuous && !arguments.coercion().isImplicit(value, SqlType.DOUBLE)) {
      throw scope
          .analysis()
          .unsupported("percentile_cont of type " + Types.name(valueType), parts.call);
    }
    Expr ordered =
        continuous
            ? arguments.coercion().implicit(value, SqlType.DOUBLE)
            : arguments.coercion().standalone(value);
    SqlType type = several ? SqlType.array(Types.unmodified(ordered.type())) : ordered.type();
    return ordered(parts, item, ordered, List.of(input.applyAsInt(fractions)), type);
  }

  private AggregateCall mode(Parts parts) {
    if (!parts.operands.isEmpty()) {
      throw undefined(parts, false);
    }
    OrderItem item = onlyItem(parts);
    Expr value = arguments.coercion().standalone(arguments.bind(item.node()));
    return ordered(parts, item, value, List.of(), value.type());
  }

  /** The place of a row that is not there. */
  private AggregateCall place(Parts parts, SqlType type) {
    int count = parts.operands.size();
    if (count != parts.order.size()) {
      throw noFunction(parts.name, placeTypes(parts), parts.call)
          .withHint(
              "To use the hypothetical-set aggregate "
                  + parts.name
                  + ", the number of hypothetical direct arguments (here "
                  + count
                  + ") must match the number of ordering columns (here "
                  + parts.order.size()
                  + ").");
    }
    List<Integer> values = new ArrayList<>();
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Operand value = operand(parts, count, i);
      Operand ordered = arguments.bind(parts.order.get(i).node());
      List<@Nullable SqlType> types = new ArrayList<>();
      types.add(arguments.coercion().type(value));
      types.add(arguments.coercion().type(ordered));
      SqlType common =
          CommonType.of(
              types,
              "WITHIN GROUP",
              scope.analysis().source(),
              List.of(value.place(), ordered.place()));
      values.add(input.applyAsInt(arguments.coercion().implicit(value, common)));
      Expr key = arguments.coercion().implicit(ordered, common);
      keys.add(parts.order.get(i).key(input.applyAsInt(key)));
    }
    return new AggregateCall(
        parts.function, keys.getFirst().column(), false, parts.filter, type, values, keys);
  }

  private String placeTypes(Parts parts) {
    List<SqlNode> nodes = new ArrayList<>(parts.operands);
    parts.order.forEach(item -> nodes.add(item.node()));
    return nodes.stream()
        .map(node -> Types.name(arguments.coercion().type(arguments.bind(node))))
        .collect(Collectors.joining(", "));
  }

  private OrderItem onlyItem(Parts parts) {
    if (parts.order.size() != 1) {
      throw undefined(parts, false);
    }
    return parts.order.getFirst();
  }

  private AggregateCall ordered(
      Parts parts, OrderItem item, Expr value, List<Integer> more, SqlType type) {
    int column = input.applyAsInt(value);
    return new AggregateCall(
        parts.function, column, false, parts.filter, type, more, List.of(item.key(column)));
  }

  // ---- errors

  /** An aggregate of outer columns alone belongs to the outer query; that is not done. */
  private void refuseOuterAggregate(Operand operand, SqlCall call) {
    if (operand instanceof Operand.Typed(Expr expr, var _)
        && OuterColumns.any(expr)
        && !hasLocal(expr)) {
      throw scope.analysis().unsupported("an aggregate of an outer query's columns", call);
    }
  }

  private static boolean hasLocal(Expr expr) {
    return expr instanceof Expr.Column column
        ? !OuterColumns.isOuter(column)
        : expr.operands().stream().anyMatch(AggregateBinder::hasLocal);
  }

  private SqlException undefined(Parts parts, boolean star) {
    List<String> types = new ArrayList<>();
    if (!star) {
      parts.operands.forEach(
          n -> types.add(Types.name(arguments.coercion().type(arguments.bind(n)))));
    }
    return noFunction(parts.name, String.join(", ", types), parts.call);
  }

  private SqlException noFunction(String name, String types, SqlNode place) {
    return scope
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + "(" + types + ") does not exist",
            place)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }

  private SqlType argumentType(
      Function function, String name, @Nullable SqlType declared, SqlCall call) {
    if (declared == null) {
      return switch (function) {
        case SUM, AVG ->
            throw scope
                .analysis()
                .error(
                    ErrorCode.AMBIGUOUS_FUNCTION,
                    "function " + name + "(unknown) is not unique",
                    call);
        case BOOL_AND, BOOL_OR -> SqlType.BOOLEAN;
        default -> SqlType.TEXT;
      };
    }
    Kind kind = declared.kind();
    boolean fits =
        switch (function) {
          case SUM, AVG -> kind.isNumber() || kind == Kind.INTERVAL;
          case BOOL_AND, BOOL_OR -> kind == Kind.BOOLEAN;
          case MIN, MAX ->
              switch (kind) {
                case BOOLEAN, UUID, JSONB, BYTEA -> false;
                default -> true;
              };
          default -> true;
        };
    if (!fits) {
      throw noFunction(name, Types.name(declared), call);
    }
    return switch (function) {
      case MIN, MAX -> kind == Kind.VARCHAR ? SqlType.TEXT : Types.unmodified(declared);
      default -> declared;
    };
  }
}

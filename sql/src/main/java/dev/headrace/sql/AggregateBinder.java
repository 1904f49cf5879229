package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
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
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
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
  private final OrderedSetBinder orderedSets;
  private final boolean inOrder;

  /** What the call that is being bound is made of. */
  private final List<Expr> seen = new ArrayList<>();

  /**
   * @param arguments binds the arguments
   * @param input makes an expression a column and tells which
   * @param direct checks an argument that an ordered-set aggregate takes once for its rows
   * @param inOrder whether calls without an ORDER BY take rows in the order of FROM
   */
  AggregateBinder(
      Scope scope,
      ExpressionBinder arguments,
      ToIntFunction<Expr> input,
      BiConsumer<Expr, SqlNode> direct,
      boolean inOrder) {
    this.inOrder = inOrder;
    this.scope = scope;
    this.arguments = arguments;
    this.input =
        value -> {
          seen.add(value);
          return input.applyAsInt(value);
        };
    this.orderedSets = new OrderedSetBinder(scope, arguments, this, direct);
  }

  /** A call taken apart. */
  record Parts(
      String name,
      Function function,
      SqlCall call,
      List<SqlNode> operands,
      boolean distinct,
      List<OrderItem> order,
      @Nullable Expr condition,
      int filter) {}

  AggregateCall bind(SqlNode node) {
    seen.clear();
    AggregateCall call = bound(parts(node));
    refuseOuterAggregate(node);
    return call;
  }

  private AggregateCall bound(Parts parts) {
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
      case PERCENTILE_CONT, PERCENTILE_DISC -> orderedSets.percentile(parts);
      case MODE -> orderedSets.mode(parts);
      case RANK, DENSE_RANK -> orderedSets.place(parts, SqlType.BIGINT);
      case PERCENT_RANK, CUME_DIST -> orderedSets.place(parts, SqlType.DOUBLE);
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
    Expr filter =
        condition == null ? null : new ExpressionBinder(scope, Clause.FILTER).condition(condition);
    boolean distinct =
        call.getFunctionQuantifier() != null
            && call.getFunctionQuantifier().getValue() == SqlSelectKeyword.DISTINCT;
    int filterColumn = filter == null ? -1 : input.applyAsInt(filter);
    return new Parts(name, kind, call, operands, distinct, order, filter, filterColumn);
  }

  /** The column of what is evaluated for every row. */
  int column(Expr value) {
    return input.applyAsInt(value);
  }

  /** The column of an argument. It is evaluated for rows that FILTER lets through, if it shows. */
  int column(Parts parts, Expr value) {
    Expr condition = parts.condition;
    boolean evaluatedAnyway =
        condition == null
            || !ExprProperties.canFail(value) && ExprProperties.isDeterministic(value);
    return input.applyAsInt(
        evaluatedAnyway
            ? value
            : new Expr.Case(
                List.of(new Expr.Case.Branch(Objects.requireNonNull(condition), value)),
                new Expr.Literal(null, value.type()),
                value.type()));
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
        column(parts, value),
        countsOnce,
        parts.filter,
        AggregateTypes.result(function, argument));
  }

  // ---- arguments

  Operand operand(Parts parts, int count, int index) {
    return operand(parts, count, index, arguments::bind);
  }

  private Operand operand(
      Parts parts, int count, int index, java.util.function.Function<SqlNode, Operand> binding) {
    if (parts.operands.size() != count) {
      throw undefined(parts, false);
    }
    return binding.apply(parts.operands.get(index));
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
    values.forEach(value -> columns.add(column(parts, value)));
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
    List<SortKey> keys = new ArrayList<>();
    for (OrderItem item : parts.order) {
      Expr value = arguments.coercion().standalone(arguments.bind(item.node()));
      keys.add(item.key(column(parts, value)));
    }
    if (inOrder && !parts.distinct && AggregateNames.keepsOrder(parts.function)) {
      keys.addAll(OrderedRows.keys(scope, input));
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

  // ---- errors

  /** An aggregate of outer columns alone belongs to the outer query; that is not done. */
  private void refuseOuterAggregate(SqlNode node) {
    if (seen.stream().anyMatch(OuterColumns::any)
        && seen.stream().noneMatch(AggregateBinder::hasLocal)) {
      throw scope.analysis().unsupported("an aggregate of an outer query's columns", node);
    }
  }

  private static boolean hasLocal(Expr expr) {
    return expr instanceof Expr.Column column
        ? !OuterColumns.isOuter(column)
        : expr.operands().stream().anyMatch(AggregateBinder::hasLocal);
  }

  SqlException undefined(Parts parts, boolean star) {
    List<String> types = new ArrayList<>();
    if (!star) {
      parts.operands.forEach(
          n -> types.add(Types.name(arguments.coercion().type(arguments.bind(n)))));
    }
    return noFunction(parts.name, String.join(", ", types), parts.call);
  }

  SqlException noFunction(String name, String types, SqlNode place) {
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

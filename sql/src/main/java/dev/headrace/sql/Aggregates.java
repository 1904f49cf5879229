package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.jspecify.annotations.Nullable;

/** Groups the rows of a query: GROUP BY and the calls of aggregate functions. */
final class Aggregates {
  private static final Map<String, Function> SUPPORTED =
      Map.of(
          "count", Function.COUNT,
          "sum", Function.SUM,
          "avg", Function.AVG,
          "min", Function.MIN,
          "max", Function.MAX,
          "bool_and", Function.BOOL_AND,
          "every", Function.BOOL_AND,
          "bool_or", Function.BOOL_OR);

  /** Known to PostgreSQL and refused by name. */
  private static final Set<String> REFUSED =
      Set.of(
          "string_agg",
          "array_agg",
          "json_agg",
          "jsonb_agg",
          "json_object_agg",
          "jsonb_object_agg",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "variance",
          "var_pop",
          "var_samp",
          "corr",
          "covar_pop",
          "covar_samp",
          "regr_slope",
          "regr_intercept",
          "regr_count",
          "regr_r2",
          "bit_and",
          "bit_or",
          "bit_xor",
          "percentile_cont",
          "percentile_disc",
          "mode",
          "any_value",
          "grouping");

  private final Scope scope;
  private final ExpressionBinder keyBinder;
  private final ExpressionBinder argumentBinder;
  private final List<Expr> inputs = new ArrayList<>();
  private final List<Field> inputFields = new ArrayList<>();
  private final List<AggregateCall> calls = new ArrayList<>();
  private final List<String> callNames = new ArrayList<>();
  private final IdentityHashMap<SqlNode, Integer> callOfNode = new IdentityHashMap<>();

  Aggregates(Scope scope) {
    this.scope = scope;
    this.keyBinder = new ExpressionBinder(scope, Clause.GROUP_BY);
    this.argumentBinder = new ExpressionBinder(scope, Clause.AGGREGATE);
  }

  static boolean isSupported(String name) {
    return SUPPORTED.containsKey(name);
  }

  /** Whether a node is itself a call of an aggregate, FILTER included. */
  static boolean isCall(SqlNode node) {
    if (node.getKind() == SqlKind.FILTER || node.getKind() == SqlKind.WITHIN_GROUP) {
      return true;
    }
    if (!(node instanceof SqlCall call) || node.getKind() == SqlKind.OVER) {
      return false;
    }
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    return SUPPORTED.containsKey(name) || REFUSED.contains(name);
  }

  /** Whether there is an aggregate call in an expression, outside of its subqueries. */
  static boolean anyCall(@Nullable SqlNode node) {
    if (node == null) {
      return false;
    }
    if (isCall(node)) {
      return true;
    }
    if (Subqueries.isQuery(node) || node.getKind() == SqlKind.OVER) {
      return false;
    }
    return switch (node) {
      case SqlCall call -> call.getOperandList().stream().anyMatch(Aggregates::anyCall);
      case SqlNodeList list -> list.getList().stream().anyMatch(Aggregates::anyCall);
      default -> false;
    };
  }

  /**
   * Replaces the rows of the scope's frame by groups.
   *
   * @param keyNodes what to group by, ordinals and aliases replaced
   * @param users expressions that use the groups
   */
  void group(List<SqlNode> keyNodes, List<SqlNode> users) {
    List<Expr> keys = new ArrayList<>();
    for (SqlNode node : keyNodes) {
      Expr key = scope.analysis().coercion().standalone(keyBinder.bind(node));
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    addDetermined(keys);
    for (Expr key : keys) {
      inputs.add(key);
      inputFields.add(Projections.field(keyName(key), key));
    }
    users.forEach(this::collect);
    Frame frame = scope.frame();
    Rel input = Projections.project(frame.rel(), inputs, inputFields);
    List<Integer> keyIndexes = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      keyIndexes.add(i);
      fields.add(inputFields.get(i));
    }
    for (int i = 0; i < calls.size(); i++) {
      AggregateCall call = calls.get(i);
      fields.add(new Field(callNames.get(i), call.type(), call.function() != Function.COUNT));
    }
    frame.replace(new Rel.Aggregate(input, keyIndexes, calls, fields));
    scope.group(grouping(keys));
  }

  private Grouping grouping(List<Expr> keys) {
    List<Expr.Column> keyColumns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      keyColumns.add(scope.frame().column(i));
    }
    IdentityHashMap<SqlNode, Expr.Column> aggregates = new IdentityHashMap<>();
    callOfNode.forEach((node, i) -> aggregates.put(node, scope.frame().column(keys.size() + i)));
    return new Grouping(
        keys, keyColumns, aggregates, new ExpressionBinder(scope.ungrouped(), Clause.GROUP_BY));
  }

  /** Grouped by a primary key, a table's other columns have one value in each group. */
  private void addDetermined(List<Expr> keys) {
    Set<Integer> columns = new HashSet<>();
    for (Expr key : keys) {
      if (key instanceof Expr.Column column && !OuterColumns.isOuter(column)) {
        columns.add(column.index());
      }
    }
    for (int index : scope.determinedBy(columns).stream().sorted().toList()) {
      if (!columns.contains(index)) {
        keys.add(scope.frame().column(index));
      }
    }
  }

  private String keyName(Expr key) {
    return key instanceof Expr.Column column && !OuterColumns.isOuter(column)
        ? scope.frame().rel().fields().get(column.index()).name()
        : "?column?";
  }

  private void collect(SqlNode node) {
    if (isCall(node)) {
      callOfNode.put(node, add(node));
    } else if (!Subqueries.isQuery(node) && node.getKind() != SqlKind.OVER) {
      switch (node) {
        case SqlCall call -> call.getOperandList().forEach(this::collectOptional);
        case SqlNodeList list -> list.forEach(this::collectOptional);
        default -> {}
      }
    }
  }

  private void collectOptional(@Nullable SqlNode node) {
    if (node != null) {
      collect(node);
    }
  }

  private int add(SqlNode node) {
    SqlNode condition = null;
    SqlNode function = node;
    if (node.getKind() == SqlKind.FILTER) {
      function = ((SqlCall) node).operand(0);
      condition = ((SqlCall) node).operand(1);
    }
    SqlCall call = (SqlCall) function;
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    Function kind = SUPPORTED.get(name);
    if (kind == null) {
      throw REFUSED.contains(name)
          ? scope.analysis().unsupported("aggregate function " + name, call)
          : scope.analysis().unsupported(call.getOperator().getName(), call);
    }
    int filter = condition == null ? -1 : filter(condition);
    boolean distinct =
        call.getFunctionQuantifier() != null
            && call.getFunctionQuantifier().getValue() == SqlSelectKeyword.DISTINCT;
    AggregateCall aggregate = aggregate(kind, name, call, distinct, filter);
    int at = calls.indexOf(aggregate);
    if (at < 0) {
      at = calls.size();
      calls.add(aggregate);
      callNames.add(name);
    }
    return at;
  }

  private int filter(SqlNode condition) {
    Expr bound = new ExpressionBinder(scope, Clause.FILTER).condition(condition);
    return input(bound);
  }

  private int input(Expr expr) {
    int at = inputs.indexOf(expr);
    if (at < 0) {
      at = inputs.size();
      inputs.add(expr);
      inputFields.add(Projections.field(keyName(expr), expr));
    }
    return at;
  }

  private AggregateCall aggregate(
      Function function, String name, SqlCall call, boolean distinct, int filter) {
    boolean star =
        call.operandCount() == 1
            && call.operand(0) instanceof SqlIdentifier identifier
            && identifier.isStar();
    if (star && function == Function.COUNT && ((SqlIdentifier) call.operand(0)).names.size() == 1) {
      if (distinct) {
        throw scope
            .analysis()
            .error(ErrorCode.SYNTAX_ERROR, "DISTINCT needs an argument to count", call);
      }
      return new AggregateCall(Function.COUNT, -1, false, filter, SqlType.BIGINT);
    }
    if (function == Function.COUNT && call.operandCount() == 0) {
      throw scope
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "count(*) must be used to call a parameterless aggregate function",
              call);
    }
    if (star || call.operandCount() != 1) {
      throw undefined(name, call, star);
    }
    Operand operand = argumentBinder.bind(call.operand(0));
    refuseOuterAggregate(operand, call);
    Coercion coercion = scope.analysis().coercion();
    SqlType declared = coercion.type(operand);
    SqlType argument = argumentType(function, name, declared, call);
    Expr value =
        declared != null && argument.kind() == declared.kind()
            ? coercion.standalone(coercion.current(operand))
            : coercion.implicit(operand, argument);
    boolean plainMinimum = function == Function.MIN || function == Function.MAX;
    return new AggregateCall(
        function,
        input(value),
        distinct && !plainMinimum && function != Function.BOOL_AND && function != Function.BOOL_OR,
        filter,
        resultType(function, argument));
  }

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
        : expr.operands().stream().anyMatch(Aggregates::hasLocal);
  }

  private SqlException undefined(String name, SqlCall call, boolean star) {
    List<String> types = new ArrayList<>();
    if (!star) {
      call.getOperandList()
          .forEach(
              n -> types.add(Types.name(scope.analysis().coercion().type(argumentBinder.bind(n)))));
    }
    return noFunction(name, String.join(", ", types), call);
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
        case COUNT, MIN, MAX, SINGLE_VALUE -> SqlType.TEXT;
      };
    }
    Kind kind = declared.kind();
    if ((function == Function.SUM || function == Function.AVG) && kind == Kind.INTERVAL) {
      throw scope.analysis().unsupported(name + " of intervals", call);
    }
    boolean fits =
        switch (function) {
          case COUNT, SINGLE_VALUE -> true;
          case SUM, AVG -> kind.isNumber();
          case BOOL_AND, BOOL_OR -> kind == Kind.BOOLEAN;
          case MIN, MAX ->
              switch (kind) {
                case BOOLEAN, UUID, JSONB, BYTEA -> false;
                default -> true;
              };
        };
    if (!fits) {
      throw noFunction(name, Types.name(declared), call);
    }
    return switch (function) {
      case MIN, MAX -> kind == Kind.VARCHAR ? SqlType.TEXT : Types.unmodified(declared);
      default -> declared;
    };
  }

  private static SqlType resultType(Function function, SqlType argument) {
    return switch (function) {
      case COUNT -> SqlType.BIGINT;
      case SUM ->
          switch (argument.kind()) {
            case SMALLINT, INTEGER -> SqlType.BIGINT;
            case REAL -> SqlType.REAL;
            case DOUBLE -> SqlType.DOUBLE;
            default -> SqlType.NUMERIC;
          };
      case AVG -> argument.kind().isFloat() ? SqlType.DOUBLE : SqlType.NUMERIC;
      case BOOL_AND, BOOL_OR -> SqlType.BOOLEAN;
      case MIN, MAX, SINGLE_VALUE -> argument;
    };
  }
}

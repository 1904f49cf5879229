package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowCall.Function;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Resolves and types what stands before OVER. */
final class WindowCallBinder {
  private static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("row_number", Function.ROW_NUMBER),
          Map.entry("rank", Function.RANK),
          Map.entry("dense_rank", Function.DENSE_RANK),
          Map.entry("percent_rank", Function.PERCENT_RANK),
          Map.entry("cume_dist", Function.CUME_DIST),
          Map.entry("ntile", Function.NTILE),
          Map.entry("lag", Function.LAG),
          Map.entry("lead", Function.LEAD),
          Map.entry("first_value", Function.FIRST_VALUE),
          Map.entry("last_value", Function.LAST_VALUE),
          Map.entry("nth_value", Function.NTH_VALUE));

  private final Scope scope;
  private final ExpressionBinder binder;
  private final ToIntFunction<Expr> input;

  /**
   * @param input makes an expression a column and tells which
   */
  WindowCallBinder(Scope scope, ExpressionBinder binder, ToIntFunction<Expr> input) {
    this.scope = scope;
    this.binder = binder;
    this.input = input;
  }

  static boolean isWindowFunction(String name) {
    return FUNCTIONS.containsKey(name);
  }

  /** Whether a call tells rows by their places, whatever they are ordered by. */
  static boolean countsRows(SqlCall over) {
    return over.operand(0) instanceof SqlCall call
        && switch (FUNCTIONS.get(AggregateNames.name(call))) {
          case ROW_NUMBER, NTILE, LAG, LEAD -> true;
          case null, default -> false;
        };
  }

  /** Whether the result is never NULL. */
  static boolean isNeverNull(WindowCall call) {
    return switch (call.function()) {
      case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> true;
      case NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> false;
      case AGGREGATE -> AggregateTypes.isNeverNull(call.requireAggregate());
    };
  }

  WindowCall bind(SqlCall over, WindowFrame frame) {
    SqlNode called = over.operand(0);
    boolean filtered = called.getKind() == SqlKind.FILTER;
    SqlCall call = filtered ? ((SqlCall) called).operand(0) : (SqlCall) called;
    String name = AggregateNames.name(call);
    if (call.getKind() == SqlKind.WITHIN_GROUP) {
      throw scope
          .analysis()
          .unsupported(
              "OVER for ordered-set aggregate " + AggregateNames.name(call.operand(0)), call);
    }
    Function function = FUNCTIONS.get(name);
    if (function != null) {
      if (filtered) {
        throw scope.analysis().unsupported("FILTER for non-aggregate window functions", call);
      }
      return ofRow(function, name, call, frame);
    }
    if (AggregateNames.function(name) == null) {
      throw scope
          .analysis()
          .error(
              ErrorCode.WRONG_OBJECT_TYPE,
              "OVER specified, but " + name + " is not a window function nor an aggregate function",
              call);
    }
    if (call.getFunctionQuantifier() != null) {
      throw scope.analysis().unsupported("DISTINCT for window functions", call);
    }
    if (call.getOperandList().stream().anyMatch(WindowCallBinder::isOrder)) {
      throw scope.analysis().unsupported("aggregate ORDER BY for window functions", call);
    }
    AggregateCall aggregate =
        new AggregateBinder(scope, binder, input, (_, _) -> {}, false).bind(called);
    return WindowCall.of(aggregate, frame);
  }

  private static boolean isOrder(SqlNode node) {
    return node instanceof SqlCall call
        && call.getOperator().equals(PostgresOperators.ARGUMENT_ORDER);
  }

  private WindowCall ofRow(Function function, String name, SqlCall call, WindowFrame frame) {
    List<Operand> operands = call.getOperandList().stream().map(binder::bind).toList();
    int least =
        switch (function) {
          case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, AGGREGATE -> 0;
          case NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE -> 1;
          case NTH_VALUE -> 2;
        };
    int most = function == Function.LAG || function == Function.LEAD ? 3 : least;
    if (operands.size() < least || operands.size() > most) {
      throw undefined(name, operands, call);
    }
    return switch (function) {
      case ROW_NUMBER, RANK, DENSE_RANK -> call(function, List.of(), SqlType.BIGINT, frame);
      case PERCENT_RANK, CUME_DIST -> call(function, List.of(), SqlType.DOUBLE, frame);
      case NTILE -> call(function, List.of(integer(operands, 0)), SqlType.INTEGER, frame);
      case FIRST_VALUE, LAST_VALUE -> {
        Expr value = binder.coercion().standalone(operands.getFirst());
        yield call(function, List.of(value), value.type(), frame);
      }
      case NTH_VALUE -> {
        Expr value = binder.coercion().standalone(operands.getFirst());
        yield call(function, List.of(value, integer(operands, 1)), value.type(), frame);
      }
      case LAG, LEAD -> shifted(function, operands, frame);
      case AGGREGATE -> throw new IllegalStateException(name);
    };
  }

  private WindowCall shifted(Function function, List<Operand> operands, WindowFrame frame) {
    List<Expr> arguments = new ArrayList<>();
    if (operands.size() < 3) {
      arguments.add(binder.coercion().standalone(operands.getFirst()));
    } else {
      List<@Nullable SqlType> types = new ArrayList<>();
      types.add(binder.coercion().type(operands.getFirst()));
      types.add(binder.coercion().type(operands.get(2)));
      SqlType common =
          CommonType.of(
              types,
              function.name(),
              scope.analysis().source(),
              List.of(operands.getFirst().place(), operands.get(2).place()));
      arguments.add(binder.coercion().implicit(operands.getFirst(), common));
      arguments.add(binder.coercion().implicit(operands.get(2), common));
    }
    SqlType type = arguments.getFirst().type();
    if (arguments.size() == 2 && !arguments.getLast().type().equals(type)) {
      type = Types.unmodified(type);
      SqlType same = type;
      arguments.replaceAll(a -> a.type().equals(same) ? a : new Expr.Cast(a, same));
    }
    if (operands.size() > 1) {
      arguments.add(1, integer(operands, 1));
    }
    return call(function, arguments, type, frame);
  }

  private Expr integer(List<Operand> operands, int index) {
    return binder.coercion().implicit(operands.get(index), SqlType.INTEGER);
  }

  private WindowCall call(
      Function function, List<Expr> arguments, SqlType type, WindowFrame frame) {
    return new WindowCall(
        function,
        arguments.stream().map(input::applyAsInt).toList(),
        null,
        function.isFramed() ? frame : WindowFrame.WHOLE,
        type);
  }

  private SqlException undefined(String name, List<Operand> operands, SqlCall call) {
    List<String> types = operands.stream().map(o -> Types.name(binder.coercion().type(o))).toList();
    return scope
        .analysis()
        .error(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + "(" + String.join(", ", types) + ") does not exist",
            call)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }
}

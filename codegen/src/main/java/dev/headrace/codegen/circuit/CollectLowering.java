package dev.headrace.codegen.circuit;

import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.window.Accumulation;
import dev.headrace.runtime.window.Accumulations;
import dev.headrace.runtime.window.GroupFunction;
import dev.headrace.runtime.window.Hypothetical;
import dev.headrace.runtime.window.RowKeys;
import dev.headrace.runtime.window.Spread;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what computes the aggregates of a node of which one needs the groups' rows. The rows are
 * kept in the order of the first call that has one; other calls sort them anew.
 */
final class CollectLowering {
  private final Rel.Aggregate aggregate;
  private final RowLayout input;
  private final List<RowKeys.Column> order;

  CollectLowering(Rel.Aggregate aggregate) {
    this.aggregate = aggregate;
    this.input = RowLayout.of(aggregate.input().fields());
    this.order =
        aggregate.calls().stream()
            .map(this::orderOf)
            .filter(columns -> !columns.isEmpty())
            .findFirst()
            .orElse(List.of());
  }

  /** Whether an aggregation needs its groups' rows. */
  static boolean applies(Rel.Aggregate aggregate) {
    return aggregate.calls().stream()
        .anyMatch(
            call ->
                call.function().isCollected()
                    || call.type().kind() == Kind.INTERVAL && isTotal(call));
  }

  // what is left of these by SumIntervals: each value counts once
  private static boolean isTotal(AggregateCall call) {
    return call.function() == AggregateCall.Function.SUM
        || call.function() == AggregateCall.Function.AVG;
  }

  RowKeys keys() {
    List<RowKeys.Column> keys =
        aggregate.keys().stream()
            .map(column -> new RowKeys.Column(column, KeyCodec.Order.ASCENDING))
            .toList();
    return new RowKeys(input, keys, order);
  }

  RowLayout input() {
    return input;
  }

  RowLayout key() {
    return new RowLayout(aggregate.keys().stream().map(input::type).toList());
  }

  List<SqlType> types() {
    return aggregate.calls().stream().map(AggregateCall::type).toList();
  }

  List<GroupFunction> functions(MemoryBudget budget) {
    List<GroupFunction> functions = new ArrayList<>();
    for (AggregateCall call : aggregate.calls()) {
      functions.add(
          new GroupFunction(
              accumulation(call, input), call.filter(), sorted(call), call.distinct(), budget));
    }
    return functions;
  }

  // a group has its rows in one order; what it does not serve is sorted for the call alone
  private @Nullable RowKeys sorted(AggregateCall call) {
    List<RowKeys.Column> wanted = orderOf(call);
    boolean served = !call.distinct() && (wanted.isEmpty() || wanted.equals(order));
    return served ? null : new RowKeys(input, List.of(), wanted);
  }

  /** The order of a call; rows with equal arguments stand together if they are to count once. */
  private List<RowKeys.Column> orderOf(AggregateCall call) {
    List<RowKeys.Column> columns = new ArrayList<>(WindowLowering.columns(call.order()));
    if (call.distinct()) {
      List<Integer> arguments = new ArrayList<>(call.more());
      arguments.addFirst(call.argument());
      for (int argument : arguments) {
        if (columns.stream().noneMatch(column -> column.column() == argument)) {
          columns.add(new RowKeys.Column(argument, KeyCodec.Order.ASCENDING));
        }
      }
    }
    return columns;
  }

  /** What an aggregate adds rows up in. */
  static Accumulation accumulation(AggregateCall call, RowLayout input) {
    int argument = call.argument();
    SqlType type = argument < 0 ? SqlType.BIGINT : input.type(argument);
    return switch (call.function()) {
      case COUNT -> Accumulations.count(argument);
      case SUM -> Accumulations.total(type, false, argument);
      case AVG -> Accumulations.total(type, true, argument);
      case MIN -> Accumulations.extreme(false, argument, type);
      case MAX -> Accumulations.extreme(true, argument, type);
      case BOOL_AND -> Accumulations.and(argument);
      case BOOL_OR -> Accumulations.or(argument);
      case SINGLE_VALUE -> throw new IllegalArgumentException("a single value of several");
      case STRING_AGG -> Accumulations.strings(argument, call.more().getFirst());
      case ARRAY_AGG -> Accumulations.array(argument, call.type());
      case JSONB_AGG -> Accumulations.jsonArray(argument);
      case JSONB_OBJECT_AGG -> Accumulations.jsonObject(argument, call.more().getFirst());
      case BIT_AND -> Accumulations.bitAnd(argument);
      case BIT_OR -> Accumulations.bitOr(argument);
      case BIT_XOR -> Accumulations.bitXor(argument);
      case VAR_POP -> Accumulations.spread(new Spread(false, false), argument, type);
      case VAR_SAMP -> Accumulations.spread(new Spread(true, false), argument, type);
      case STDDEV_POP -> Accumulations.spread(new Spread(false, true), argument, type);
      case STDDEV_SAMP -> Accumulations.spread(new Spread(true, true), argument, type);
      case CORR,
          COVAR_POP,
          COVAR_SAMP,
          REGR_COUNT,
          REGR_AVGX,
          REGR_AVGY,
          REGR_SXX,
          REGR_SYY,
          REGR_SXY,
          REGR_SLOPE,
          REGR_INTERCEPT,
          REGR_R2 ->
          Accumulations.regression(call.function().name(), argument, call.more().getFirst());
      case PERCENTILE_CONT -> percentile(true, call, type, input);
      case PERCENTILE_DISC -> percentile(false, call, type, input);
      case MODE -> Accumulations.mode(argument, type);
      case RANK -> place(Hypothetical.Place.RANK, call, input);
      case DENSE_RANK -> place(Hypothetical.Place.DENSE_RANK, call, input);
      case PERCENT_RANK -> place(Hypothetical.Place.PERCENT_RANK, call, input);
      case CUME_DIST -> place(Hypothetical.Place.CUME_DIST, call, input);
    };
  }

  private static Accumulation place(Hypothetical.Place place, AggregateCall call, RowLayout input) {
    return new Hypothetical(place, call.more(), WindowLowering.columns(call.order()), input);
  }

  private static Accumulation percentile(
      boolean continuous, AggregateCall call, SqlType type, RowLayout input) {
    int fraction = call.more().getFirst();
    return Accumulations.percentile(
        continuous, call.argument(), type, fraction, input.type(fraction), call.type());
  }
}

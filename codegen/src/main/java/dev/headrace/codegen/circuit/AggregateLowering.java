package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.Field;
import dev.headrace.model.RowLayout;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.runtime.circuit.AggregatePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Breaks the calls of an aggregation down into accumulators, and composes their results from these.
 *
 * <p>COUNT is an accumulator; SUM is a sum and the count that tells whether it is NULL; AVG divides
 * the two. BOOL_AND and BOOL_OR compare counts. MIN, MAX, SINGLE_VALUE and everything DISTINCT need
 * the single values. Equal accumulators of different calls are one.
 */
final class AggregateLowering {
  private final Rel.Aggregate aggregate;
  private final boolean appendOnly;
  private final List<Field> input;

  // columns that the pipeline computes besides the input's: filters of BOOL_AND and BOOL_OR
  private final List<Expr> computed = new ArrayList<>();

  private final List<Accumulator> accumulators = new ArrayList<>();
  private final List<ValueSet> valueSets = new ArrayList<>();
  private final List<List<AggregatePlan.Distinct>> distincts = new ArrayList<>();
  private final List<Accumulator> distinctKeys = new ArrayList<>();
  private final List<Integer> distinctSets = new ArrayList<>();
  private final List<Integer> distinctColumns = new ArrayList<>();
  private final List<AggregatePlan.ObjectAccumulator> objects = new ArrayList<>();
  private final List<AggregatePlan.Extra> extras = new ArrayList<>();
  private int deltaObjects;
  private int stateColumns;

  private final List<Expr> results = new ArrayList<>();
  private int stateWidth;

  /**
   * A lowering.
   *
   * @param appendOnly whether the input's rows are never taken back
   */
  AggregateLowering(Rel.Aggregate aggregate, boolean appendOnly) {
    this.aggregate = aggregate;
    this.appendOnly = appendOnly;
    this.input = aggregate.input().fields();
    accumulators.add(Accumulator.rows());
    // what the pipelines maintain comes first in every row, so it is collected first
    aggregate.calls().stream().filter(c -> !needsDistinct(c)).forEach(this::collect);
    deltaObjects = objects.size();
    stateColumns = accumulators.stream().mapToInt(a -> a.kind().columns()).sum();
    aggregate.calls().stream().filter(AggregateLowering::needsDistinct).forEach(this::collect);
    stateWidth = stateColumns + (objects.isEmpty() ? 0 : 1);
    aggregate.calls().forEach(call -> results.add(result(call)));
  }

  private static boolean needsDistinct(AggregateCall call) {
    return call.distinct()
        && switch (call.function()) {
          case COUNT, SUM, AVG -> true;
          default -> false;
        };
  }

  /** Expressions that follow the input's columns at the pipeline's end. */
  List<Expr> computed() {
    return computed;
  }

  End.Aggregate end() {
    return new End.Aggregate(aggregate.keys(), accumulators, valueSets);
  }

  AggregatePlan plan() {
    List<AggregatePlan.ValueState> values = new ArrayList<>();
    for (int i = 0; i < valueSets.size(); i++) {
      SqlType type = valueSets.get(i).type();
      RowLayout tableKey = new RowLayout(Stream.concat(keyTypes(), Stream.of(type)).toList());
      values.add(new AggregatePlan.ValueState(type, tableKey, distincts.get(i)));
    }
    return new AggregatePlan(
        new RowLayout(keyTypes().toList()),
        new RowLayout(end().accumulatorTypes()),
        new RowLayout(stateTypes()),
        merges(),
        objects,
        deltaObjects,
        values,
        extras,
        aggregate.keys().isEmpty());
  }

  private Stream<SqlType> keyTypes() {
    return aggregate.keys().stream().map(k -> input.get(k).type());
  }

  private List<SqlType> stateTypes() {
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < stateColumns; i++) {
      types.add(SqlType.BIGINT);
    }
    if (!objects.isEmpty()) {
      types.add(SqlType.INTEGER);
    }
    return types;
  }

  private List<AggregatePlan.Merge> merges() {
    List<AggregatePlan.Merge> merges = new ArrayList<>();
    int column = 0;
    int object = 0;
    for (Accumulator accumulator : accumulators) {
      merges.add(
          switch (accumulator.kind()) {
            case ROWS, COUNT, SUM_LONG -> new AggregatePlan.Merge.AddLong(column, column);
            case GREATEST, LEAST -> new AggregatePlan.Merge.Further(column, column);
            case SUM_WIDE -> new AggregatePlan.Merge.AddWide(column, column);
            case SUM_DOUBLE, SUM_DECIMAL -> new AggregatePlan.Merge.AddObject(object++);
          });
      column += accumulator.kind().columns();
    }
    return merges;
  }

  /** Layouts of the rows of a record that the aggregation puts out. */
  List<RowLayout> recordLayouts() {
    AggregatePlan plan = plan();
    List<RowLayout> layouts = new ArrayList<>(List.of(plan.stateAccumulators(), plan.key()));
    if (!extras.isEmpty()) {
      layouts.add(new RowLayout(extras.stream().map(AggregatePlan.Extra::type).toList()));
    }
    return layouts;
  }

  /** For each column of such a record whether it can be NULL. */
  List<Boolean> recordNullability() {
    List<Boolean> nullable = new ArrayList<>();
    for (int i = 0; i < stateWidth; i++) {
      nullable.add(false);
    }
    aggregate.keys().forEach(k -> nullable.add(input.get(k).nullable()));
    extras.forEach(e -> nullable.add(true));
    return nullable;
  }

  /** The aggregation's columns over the columns of such a record. */
  List<Expr> results() {
    List<Expr> all = new ArrayList<>();
    for (int i = 0; i < aggregate.keys().size(); i++) {
      Field field = input.get(aggregate.keys().get(i));
      all.add(new Expr.Column(stateWidth + i, field.type(), field.nullable()));
    }
    all.addAll(results);
    return all;
  }

  // ---- what a call needs

  private void collect(AggregateCall call) {
    switch (call.function()) {
      case COUNT -> count(call, call.argument());
      case SUM, AVG -> {
        count(call, call.argument());
        sum(call);
      }
      case MIN, MAX -> {
        if (isAccumulated(call)) {
          accumulate(countOf(call, call.argument()));
          accumulate(extremeOf(call));
        } else {
          extreme(call, call.function() == AggregateCall.Function.MAX);
        }
      }
      case SINGLE_VALUE -> extreme(call, false);
      case BOOL_AND, BOOL_OR -> {
        accumulate(new Accumulator(Accumulator.Kind.COUNT, call.argument(), call.filter()));
        accumulate(trueCount(call));
      }
      default -> throw needsRows(call);
    }
  }

  // without retractions the value found so far is all that is needed
  private boolean isAccumulated(AggregateCall call) {
    return appendOnly && Sums.hasExtremes(input.get(call.argument()).type().kind());
  }

  private static Accumulator extremeOf(AggregateCall call) {
    Accumulator.Kind kind =
        call.function() == AggregateCall.Function.MAX
            ? Accumulator.Kind.GREATEST
            : Accumulator.Kind.LEAST;
    return new Accumulator(kind, call.argument(), call.filter());
  }

  private Accumulator trueCount(AggregateCall call) {
    if (call.filter() < 0) {
      return new Accumulator(Accumulator.Kind.COUNT, call.argument(), call.argument());
    }
    Expr both = new Expr.And(List.of(column(call.filter()), column(call.argument())));
    int index = computed.indexOf(both);
    if (index < 0) {
      index = computed.size();
      computed.add(both);
    }
    return new Accumulator(Accumulator.Kind.COUNT, call.argument(), input.size() + index);
  }

  private Expr column(int index) {
    Field field = input.get(index);
    return new Expr.Column(index, field.type(), field.nullable());
  }

  private Accumulator countOf(AggregateCall call, int argument) {
    boolean all = argument < 0 || !input.get(argument).nullable();
    return all && call.filter() < 0
        ? Accumulator.rows()
        : new Accumulator(Accumulator.Kind.COUNT, all ? -1 : argument, call.filter());
  }

  private Accumulator sumOf(AggregateCall call) {
    Accumulator.Kind kind =
        switch (input.get(call.argument()).type().kind()) {
          case SMALLINT, INTEGER -> Accumulator.Kind.SUM_LONG;
          case BIGINT -> Accumulator.Kind.SUM_WIDE;
          case REAL, DOUBLE -> Accumulator.Kind.SUM_DOUBLE;
          case NUMERIC -> Accumulator.Kind.SUM_DECIMAL;
          case BOOLEAN,
              TEXT,
              VARCHAR,
              CHAR,
              BYTEA,
              DATE,
              TIME,
              TIMESTAMP,
              TIMESTAMPTZ,
              INTERVAL,
              UUID,
              JSONB,
              ENUM,
              ARRAY ->
              throw new IllegalArgumentException("no sum of " + input.get(call.argument()).type());
        };
    return new Accumulator(kind, call.argument(), call.filter());
  }

  private void count(AggregateCall call, int argument) {
    if (needsDistinct(call)) {
      distinct(call, new Accumulator(Accumulator.Kind.COUNT, argument, call.filter()));
    } else {
      accumulate(countOf(call, argument));
    }
  }

  private void sum(AggregateCall call) {
    if (needsDistinct(call)) {
      distinct(call, sumOf(call));
    } else {
      accumulate(sumOf(call));
    }
  }

  private void accumulate(Accumulator accumulator) {
    if (!accumulators.contains(accumulator)) {
      accumulators.add(accumulator);
      if (accumulator.kind().isObject()) {
        addObject(accumulator);
      }
    }
  }

  private int addObject(Accumulator accumulator) {
    objects.add(Sums.object(accumulator.kind()));
    extras.add(new AggregatePlan.Extra.ObjectValue(objects.size() - 1, objects.getLast().type()));
    return objects.size() - 1;
  }

  private int valueSet(AggregateCall call) {
    ValueSet set = new ValueSet(call.argument(), call.filter(), input.get(call.argument()).type());
    int index = valueSets.indexOf(set);
    if (index < 0) {
      index = valueSets.size();
      valueSets.add(set);
      distincts.add(new ArrayList<>());
    }
    return index;
  }

  private void extreme(AggregateCall call, boolean greatest) {
    AggregatePlan.Extra extra =
        new AggregatePlan.Extra.Extreme(
            valueSet(call), greatest, input.get(call.argument()).type());
    if (!extras.contains(extra)) {
      extras.add(extra);
    }
  }

  // a distinct accumulator is found again by its accumulator and value set
  private void distinct(AggregateCall call, Accumulator accumulator) {
    int set = valueSet(call);
    if (distinctIndex(accumulator, set) >= 0) {
      return;
    }
    distinctKeys.add(accumulator);
    distinctSets.add(set);
    distinctColumns.add(stateColumns);
    distincts
        .get(set)
        .add(
            switch (accumulator.kind()) {
              case ROWS, COUNT, GREATEST, LEAST -> new AggregatePlan.Distinct.Count(stateColumns);
              case SUM_LONG -> new AggregatePlan.Distinct.SumLong(stateColumns);
              case SUM_WIDE -> new AggregatePlan.Distinct.SumWide(stateColumns);
              case SUM_DOUBLE, SUM_DECIMAL ->
                  new AggregatePlan.Distinct.SumObject(
                      distinctObject(accumulator), Sums.adder(accumulator.kind()));
            });
    stateColumns += accumulator.kind().columns();
  }

  private int distinctObject(Accumulator accumulator) {
    int object = addObject(accumulator);
    distinctColumns.set(distinctColumns.size() - 1, object);
    return object;
  }

  private int distinctIndex(Accumulator accumulator, int set) {
    for (int i = 0; i < distinctKeys.size(); i++) {
      if (distinctKeys.get(i).equals(accumulator) && distinctSets.get(i) == set) {
        return i;
      }
    }
    return -1;
  }

  private static IllegalArgumentException needsRows(AggregateCall call) {
    return new IllegalArgumentException(call.function() + " needs the group's rows");
  }

  // ---- results

  private Expr result(AggregateCall call) {
    return switch (call.function()) {
      case COUNT -> countResult(call);
      case SUM -> ifAny(call, sumResult(call), call.type());
      case AVG -> ifAny(call, average(call), call.type());
      case MIN, MAX -> isAccumulated(call) ? accumulatedExtreme(call) : extremeResult(call);
      case SINGLE_VALUE -> Sums.singleValue(bigint(0), extremeResult(call), call.type());
      case BOOL_AND ->
          boolResult(
              call, counts -> new Expr.Comparison(EQUAL, counts.getFirst(), counts.getLast()));
      case BOOL_OR ->
          boolResult(
              call,
              counts ->
                  new Expr.Comparison(
                      Expr.Comparison.Operator.GREATER, counts.getLast(), literal(0L)));
      default -> throw needsRows(call);
    };
  }

  private static final Expr.Comparison.Operator EQUAL = Expr.Comparison.Operator.EQUAL;

  private static Expr.Literal literal(long value) {
    return new Expr.Literal(value, SqlType.BIGINT);
  }

  private static Expr bigint(int column) {
    return new Expr.Column(column, SqlType.BIGINT, false);
  }

  private Expr countResult(AggregateCall call) {
    if (needsDistinct(call)) {
      Accumulator key = new Accumulator(Accumulator.Kind.COUNT, call.argument(), call.filter());
      return bigint(distinctColumns.get(distinctIndex(key, valueSet(call))));
    }
    return bigint(columnOf(countOf(call, call.argument())));
  }

  private int columnOf(Accumulator wanted) {
    int column = 0;
    for (Accumulator accumulator : accumulators) {
      if (accumulator.equals(wanted)) {
        return column;
      }
      column += accumulator.kind().columns();
    }
    throw new IllegalStateException("no accumulator " + wanted);
  }

  /** The value if any row took part, else NULL. */
  private Expr ifAny(AggregateCall call, Expr value, SqlType type) {
    Expr none = new Expr.Comparison(EQUAL, countResult(call), literal(0L));
    return new Expr.Case(
        List.of(new Expr.Case.Branch(none, new Expr.Literal(null, type))), value, type);
  }

  private Expr sumResult(AggregateCall call) {
    Accumulator sum = sumOf(call);
    int at =
        needsDistinct(call)
            ? distinctColumns.get(distinctIndex(sum, valueSet(call)))
            : sum.kind().isObject() ? objectOf(sum) : columnOf(sum);
    Expr value =
        switch (sum.kind()) {
          case ROWS, COUNT, SUM_LONG, GREATEST, LEAST -> bigint(at);
          case SUM_WIDE -> Sums.wideToNumeric(bigint(at), bigint(at + 1));
          case SUM_DOUBLE, SUM_DECIMAL -> extraColumn(objectExtra(at));
        };
    return convert(
        value, call.function() == AggregateCall.Function.SUM ? call.type() : value.type());
  }

  private int objectOf(Accumulator wanted) {
    int object = 0;
    for (Accumulator accumulator : accumulators) {
      if (accumulator.equals(wanted)) {
        return object;
      }
      object += accumulator.kind().isObject() ? 1 : 0;
    }
    throw new IllegalStateException("no accumulator " + wanted);
  }

  private int objectExtra(int object) {
    for (int i = 0; i < extras.size(); i++) {
      if (extras.get(i) instanceof AggregatePlan.Extra.ObjectValue value
          && value.object() == object) {
        return i;
      }
    }
    throw new IllegalStateException("no extra for object " + object);
  }

  private Expr extraColumn(int extra) {
    return new Expr.Column(
        stateWidth + aggregate.keys().size() + extra, extras.get(extra).type(), true);
  }

  private static Expr convert(Expr value, SqlType type) {
    return value.type().kind() == type.kind() ? value : new Expr.Cast(value, type);
  }

  private Expr average(AggregateCall call) {
    SqlType type = call.type().kind() == Kind.DOUBLE ? SqlType.DOUBLE : SqlType.NUMERIC;
    return new Expr.Arithmetic(
        Expr.Arithmetic.Operator.DIVIDE,
        convert(sumResult(call), type),
        convert(countResult(call), type),
        type);
  }

  private Expr accumulatedExtreme(AggregateCall call) {
    SqlType type = input.get(call.argument()).type();
    boolean greatest = call.function() == AggregateCall.Function.MAX;
    Expr value = Sums.extreme(bigint(columnOf(extremeOf(call))), greatest, type);
    Expr none =
        new Expr.Comparison(EQUAL, bigint(columnOf(countOf(call, call.argument()))), literal(0L));
    return new Expr.Case(
        List.of(new Expr.Case.Branch(none, new Expr.Literal(null, type))), value, type);
  }

  private Expr extremeResult(AggregateCall call) {
    boolean greatest = call.function() == AggregateCall.Function.MAX;
    AggregatePlan.Extra extra =
        new AggregatePlan.Extra.Extreme(
            valueSet(call), greatest, input.get(call.argument()).type());
    return extraColumn(extras.indexOf(extra));
  }

  private Expr boolResult(
      AggregateCall call, java.util.function.Function<List<Expr>, Expr> compare) {
    Accumulator counted = new Accumulator(Accumulator.Kind.COUNT, call.argument(), call.filter());
    Expr count = bigint(columnOf(counted));
    Expr trues = bigint(columnOf(trueCount(call)));
    return new Expr.Case(
        List.of(
            new Expr.Case.Branch(
                new Expr.Comparison(EQUAL, count, literal(0L)),
                new Expr.Literal(null, SqlType.BOOLEAN))),
        compare.apply(List.of(count, trues)),
        SqlType.BOOLEAN);
  }
}

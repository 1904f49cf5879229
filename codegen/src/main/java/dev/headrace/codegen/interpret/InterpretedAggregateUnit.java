package dev.headrace.codegen.interpret;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import dev.headrace.model.function.Extremes;
import dev.headrace.model.function.WideSum;
import dev.headrace.runtime.state.GroupTable;
import dev.headrace.runtime.unit.AggregateUnit;
import dev.headrace.runtime.unit.UnitContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds records to the accumulators of their groups. */
final class InterpretedAggregateUnit extends AggregateUnit {
  private final Records records;
  private final InterpretedPipeline pipeline;
  private final End.Aggregate end;
  private final RowLayout accumulators;
  private final KeyRows keys;
  private final List<KeyRows> valueKeys = new ArrayList<>();

  InterpretedAggregateUnit(UnitSpec spec, End.Aggregate end, UnitContext context) {
    this.records = new Records(spec, context);
    this.pipeline = new InterpretedPipeline(records.source(), spec.nullable().size(), spec.steps());
    this.end = end;
    this.accumulators = new RowLayout(end.accumulatorTypes());
    List<SqlType> types = spec.endTypes();
    List<SqlType> keyTypes = end.keys().stream().map(types::get).toList();
    this.keys = new KeyRows(keyTypes);
    for (ValueSet set : end.values()) {
      List<SqlType> valueTypes = new ArrayList<>(keyTypes);
      valueTypes.add(types.get(set.argument()));
      valueKeys.add(new KeyRows(valueTypes));
    }
  }

  @Override
  public void run(byte[] slab, int from, int to, GroupTable groups, GroupTable[] values) {
    records.forEach(
        slab,
        from,
        to,
        (bytes, record, weight) -> {
          @Nullable Object[] columns = pipeline.run();
          if (columns != null) {
            add(columns, weight, groups, values);
          }
        });
  }

  private static boolean takesPart(@Nullable Object[] columns, int argument, int filter) {
    return (filter < 0 || Boolean.TRUE.equals(columns[filter]))
        && (argument < 0 || columns[argument] != null);
  }

  private void add(@Nullable Object[] columns, int weight, GroupTable groups, GroupTable[] values) {
    @Nullable Object[] key = InterpretedEmitUnit.pick(columns, end.keys());
    checkProducts(columns, weight);
    keys.set(key);
    int at = groups.locate(keys.hash(), keys.bytes(), 0);
    byte[] page = groups.page();
    checkSums(columns, weight, page, at);
    int column = 0;
    int object = 0;
    for (Accumulator accumulator : end.accumulators()) {
      if (takesPart(columns, accumulator.argument(), accumulator.filter())) {
        addTo(accumulator, columns, weight, groups, page, at, column, object);
      }
      column += accumulator.kind().columns();
      object += accumulator.kind().isObject() ? 1 : 0;
    }
    for (int i = 0; i < values.length; i++) {
      addValue(end.values().get(i), valueKeys.get(i), columns, key, weight, values[i]);
    }
  }

  private void checkProducts(@Nullable Object[] columns, int weight) {
    for (Accumulator accumulator : end.accumulators()) {
      if (isSumOfLongs(accumulator, columns)) {
        Arithmetic.multiply(asLong(columns[accumulator.argument()]), (long) weight);
      }
    }
  }

  private void checkSums(@Nullable Object[] columns, int weight, byte[] page, int at) {
    int column = 0;
    for (Accumulator accumulator : end.accumulators()) {
      if (isSumOfLongs(accumulator, columns)) {
        long sum = Rows.getLong(page, at + accumulators.offset(column));
        Arithmetic.add(sum, asLong(columns[accumulator.argument()]) * weight);
      }
      column += accumulator.kind().columns();
    }
  }

  private static boolean isSumOfLongs(Accumulator accumulator, @Nullable Object[] columns) {
    return accumulator.kind() == Accumulator.Kind.SUM_LONG
        && takesPart(columns, accumulator.argument(), accumulator.filter());
  }

  private static long ordered(@Nullable Object value) {
    return value instanceof Double || value instanceof Float
        ? Extremes.ordered(((Number) value).doubleValue())
        : asLong(value);
  }

  private static long asLong(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }

  private void addTo(
      Accumulator accumulator,
      @Nullable Object[] columns,
      int weight,
      GroupTable groups,
      byte[] page,
      int at,
      int column,
      int object) {
    switch (accumulator.kind()) {
      case ROWS, COUNT -> addLong(page, at + accumulators.offset(column), weight);
      case SUM_LONG ->
          addLong(
              page,
              at + accumulators.offset(column),
              asLong(columns[accumulator.argument()]) * weight);
      case GREATEST, LEAST -> {
        long value = ordered(columns[accumulator.argument()]);
        long encoded =
            accumulator.kind() == Accumulator.Kind.GREATEST
                ? Extremes.encodeGreatest(value)
                : Extremes.encodeLeast(value);
        int offset = at + accumulators.offset(column);
        Rows.putLong(page, offset, Extremes.further(Rows.getLong(page, offset), encoded));
      }
      case SUM_WIDE ->
          WideSum.addTo(
              page,
              at + accumulators.offset(column),
              at + accumulators.offset(column + 1),
              asLong(columns[accumulator.argument()]),
              weight);
      case SUM_DOUBLE -> {
        Number value = (Number) Objects.requireNonNull(columns[accumulator.argument()]);
        ((ExactSum) groups.object(page, at, object)).add(value.doubleValue(), weight);
      }
      case SUM_DECIMAL -> {
        Object value = Objects.requireNonNull(columns[accumulator.argument()]);
        ((DecimalSum) groups.object(page, at, object)).add((BigDecimal) value, weight);
      }
    }
  }

  private static void addLong(byte[] page, int offset, long value) {
    Rows.putLong(page, offset, Rows.getLong(page, offset) + value);
  }

  private static void addValue(
      ValueSet set,
      KeyRows rows,
      @Nullable Object[] columns,
      @Nullable Object[] key,
      int weight,
      GroupTable table) {
    if (takesPart(columns, set.argument(), set.filter())) {
      @Nullable Object[] valueKey = Arrays.copyOf(key, key.length + 1);
      valueKey[key.length] = columns[set.argument()];
      rows.set(valueKey);
      int at = table.locate(rows.hash(), rows.bytes(), 0);
      addLong(table.page(), at + table.accumulators().offset(0), weight);
    }
  }
}

package dev.headrace.runtime.window;

import dev.headrace.model.function.Statistics;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Variance and standard deviation of NUMERIC, exact until the last step. */
final class DecimalVariance extends Accumulation {
  private final Spread spread;
  private final int argument;
  private final dev.headrace.model.function.DecimalSum sum =
      new dev.headrace.model.function.DecimalSum();
  private final dev.headrace.model.function.DecimalSum squares =
      new dev.headrace.model.function.DecimalSum();
  private long count;

  DecimalVariance(Spread spread, int argument) {
    this.spread = spread;
    this.argument = argument;
  }

  @Override
  void clear() {
    sum.clear();
    squares.clear();
    count = 0;
  }

  @Override
  void add(Partition rows, int index) {
    change(rows, index, 1);
  }

  @Override
  void remove(Partition rows, int index) {
    change(rows, index, -1);
  }

  private void change(Partition rows, int index, int by) {
    if (!rows.isNull(index, argument)) {
      BigDecimal value = (BigDecimal) Objects.requireNonNull(rows.value(index, argument));
      sum.add(value, by);
      squares.add(value.multiply(value), by);
      count += by;
    }
  }

  @Override
  boolean canRemove() {
    return true;
  }

  @Override
  boolean givesNumbers() {
    return false;
  }

  @Override
  void result(ResultColumn results, int index) {
    results.setObject(index, value());
  }

  private @Nullable BigDecimal value() {
    if (count == 0 || spread.sample() && count == 1) {
      return null;
    }
    BigDecimal variance = Statistics.variance(count, sum.value(), squares.value(), spread.sample());
    return spread.root() ? Statistics.deviation(variance) : variance;
  }
}

package dev.headrace.runtime.window;

import dev.headrace.model.Interval;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import dev.headrace.model.function.Intervals;
import dev.headrace.model.function.WideSum;
import java.math.BigDecimal;
import java.util.Objects;

/** SUM and AVG, exact so that what was added can be taken away again. */
final class Totals {
  private Totals() {}

  /** What is made of a sum. */
  enum Result {
    /** BIGINT or, of floats, a float of the argument's type. */
    SUM,
    NUMERIC_SUM,
    AVERAGE
  }

  /** Of SMALLINT, INTEGER and BIGINT. */
  static final class OfIntegers extends Accumulation {
    private final Result result;
    private final int argument;
    private long count;
    private long low;
    private long high;

    OfIntegers(Result result, int argument) {
      this.result = result;
      this.argument = argument;
    }

    @Override
    void clear() {
      count = 0;
      low = 0;
      high = 0;
    }

    @Override
    void add(Partition rows, int index) {
      if (!rows.isNull(index, argument)) {
        count++;
        change(rows.integer(index, argument));
      }
    }

    @Override
    void remove(Partition rows, int index) {
      if (!rows.isNull(index, argument)) {
        count--;
        long value = rows.integer(index, argument);
        // the negative of the least long is itself, but as 128 bits it is positive
        change(-value, value == Long.MIN_VALUE ? 0 : -value >> 63);
      }
    }

    private void change(long value) {
      change(value, value >> 63);
    }

    private void change(long valueLow, long valueHigh) {
      high = WideSum.addHigh(low, high, valueLow, valueHigh);
      low += valueLow;
    }

    @Override
    boolean canRemove() {
      return true;
    }

    @Override
    boolean givesNumbers() {
      return result == Result.SUM;
    }

    @Override
    void result(ResultColumn results, int index) {
      if (count == 0) {
        results.setNull(index);
        return;
      }
      switch (result) {
        case SUM -> results.setNumber(index, WideSum.toBigint(low, high));
        case NUMERIC_SUM -> results.setObject(index, WideSum.toNumeric(low, high));
        case AVERAGE -> results.setObject(index, WideSum.average(low, high, count));
      }
    }
  }

  /** Of NUMERIC. */
  static final class OfDecimals extends Accumulation {
    private final Result result;
    private final int argument;
    private final DecimalSum sum = new DecimalSum();
    private long count;

    OfDecimals(Result result, int argument) {
      this.result = result;
      this.argument = argument;
    }

    @Override
    void clear() {
      sum.clear();
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
        sum.add((BigDecimal) Objects.requireNonNull(rows.value(index, argument)), by);
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
      if (count == 0) {
        results.setNull(index);
      } else {
        results.setObject(index, result == Result.AVERAGE ? sum.average(count) : sum.value());
      }
    }
  }

  /** Of REAL and DOUBLE. */
  static final class OfFloats extends Accumulation {
    private final boolean average;
    private final boolean isReal;
    private final int argument;
    private final ExactSum sum = new ExactSum();
    private long count;

    /**
     * @param isReal whether the result is a REAL
     */
    OfFloats(boolean average, boolean isReal, int argument) {
      this.average = average;
      this.isReal = isReal;
      this.argument = argument;
    }

    @Override
    void clear() {
      sum.clear();
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
        sum.add(rows.number(index, argument), by);
        count += by;
      }
    }

    @Override
    boolean canRemove() {
      return true;
    }

    @Override
    boolean givesNumbers() {
      return true;
    }

    @Override
    void result(ResultColumn results, int index) {
      if (count == 0) {
        results.setNull(index);
      } else if (isReal) {
        results.setNumber(index, Float.floatToRawIntBits(sum.floatValue()));
      } else {
        results.setDouble(
            index, average ? Arithmetic.divide(sum.value(), (double) count) : sum.value());
      }
    }
  }

  /** Of INTERVAL. */
  static final class OfIntervals extends Accumulation {
    private final boolean average;
    private final int argument;
    private long months;
    private long days;
    private long low;
    private long high;
    private long count;

    OfIntervals(boolean average, int argument) {
      this.average = average;
      this.argument = argument;
    }

    @Override
    void clear() {
      months = 0;
      days = 0;
      low = 0;
      high = 0;
      count = 0;
    }

    @Override
    void add(Partition rows, int index) {
      if (rows.value(index, argument) instanceof Interval value) {
        months += value.months();
        days += value.days();
        change(value.micros(), value.micros() >> 63);
        count++;
      }
    }

    @Override
    void remove(Partition rows, int index) {
      if (rows.value(index, argument) instanceof Interval value) {
        months -= value.months();
        days -= value.days();
        long micros = value.micros();
        // the negative of the least long is itself, but as 128 bits it is positive
        change(-micros, micros == Long.MIN_VALUE ? 0 : -micros >> 63);
        count--;
      }
    }

    private void change(long valueLow, long valueHigh) {
      high = WideSum.addHigh(low, high, valueLow, valueHigh);
      low += valueLow;
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
      if (count == 0) {
        results.setNull(index);
        return;
      }
      BigDecimal micros = WideSum.toNumeric(low, high);
      results.setObject(
          index,
          average
              ? Intervals.average(months, days, micros, count)
              : Intervals.ofSums(months, days, micros));
    }
  }
}

package dev.headrace.runtime.window;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of one or two DOUBLEs: sums of deviations from the mean, updated by value (Youngs and
 * Cramer, 1971), as PostgreSQL's {@code float8_accum} and {@code float8_regr_accum} do, rounding
 * included.
 */
final class Moments extends Accumulation {
  /** What is made of the sums. */
  enum Result {
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    CORR,
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
    REGR_R2
  }

  private final Result result;
  private final int x;
  private final int y;
  private double count;
  private double sumX;
  private double sumXX;
  private double sumY;
  private double sumYY;
  private double sumXY;

  /**
   * @param x column of the values, or of the independent ones
   * @param y column of the dependent values; the same as {@code x} for one variable
   */
  Moments(Result result, int x, int y) {
    this.result = result;
    this.x = x;
    this.y = y;
  }

  @Override
  void clear() {
    count = 0;
    sumX = 0;
    sumXX = 0;
    sumY = 0;
    sumYY = 0;
    sumXY = 0;
  }

  @Override
  void add(Partition rows, int index) {
    if (rows.isNull(index, x) || rows.isNull(index, y)) {
      return;
    }
    double valueX = rows.number(index, x);
    double valueY = rows.number(index, y);
    boolean finite = Double.isFinite(sumX) && Double.isFinite(sumY);
    count++;
    sumX += valueX;
    sumY += valueY;
    if (count > 1) {
      double deviationX = valueX * count - sumX;
      double deviationY = valueY * count - sumY;
      if (x == y) {
        sumXX += deviationX * deviationX / (count * (count - 1));
      } else {
        double scale = 1.0 / (count * (count - 1));
        sumXX += deviationX * deviationX * scale;
        sumYY += deviationY * deviationY * scale;
        sumXY += deviationX * deviationY * scale;
      }
      checkOverflow(finite && Double.isFinite(valueX) && Double.isFinite(valueY));
    } else {
      sumXX = Double.isFinite(valueX) ? 0 : Double.NaN;
      sumYY = Double.isFinite(valueY) ? 0 : Double.NaN;
      sumXY = sumXX + sumYY;
    }
  }

  private void checkOverflow(boolean finite) {
    boolean infinite =
        Double.isInfinite(sumX)
            || Double.isInfinite(sumXX)
            || Double.isInfinite(sumY)
            || Double.isInfinite(sumYY)
            || Double.isInfinite(sumXY);
    if (infinite && finite) {
      throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }
    sumXX = Double.isInfinite(sumXX) ? Double.NaN : sumXX;
    sumYY = Double.isInfinite(sumYY) ? Double.NaN : sumYY;
    sumXY = Double.isInfinite(sumXY) ? Double.NaN : sumXY;
  }

  @Override
  boolean givesNumbers() {
    return true;
  }

  @Override
  void result(ResultColumn results, int index) {
    if (result == Result.REGR_COUNT) {
      results.setNumber(index, (long) count);
      return;
    }
    Double value = value();
    if (value == null) {
      results.setNull(index);
    } else {
      results.setDouble(index, value);
    }
  }

  private @Nullable Double value() {
    if (count < 1) {
      return null;
    }
    return switch (result) {
      case REGR_COUNT -> count;
      case VAR_POP -> sumXX / count;
      case STDDEV_POP -> Math.sqrt(sumXX / count);
      case VAR_SAMP -> count > 1 ? sumXX / (count - 1) : null;
      case STDDEV_SAMP -> count > 1 ? Math.sqrt(sumXX / (count - 1)) : null;
      case CORR -> sumXX == 0 || sumYY == 0 ? null : sumXY / Math.sqrt(sumXX * sumYY);
      case COVAR_POP -> sumXY / count;
      case COVAR_SAMP -> count > 1 ? sumXY / (count - 1) : null;
      case REGR_AVGX -> sumX / count;
      case REGR_AVGY -> sumY / count;
      case REGR_SXX -> sumXX;
      case REGR_SYY -> sumYY;
      case REGR_SXY -> sumXY;
      case REGR_SLOPE -> sumXX == 0 ? null : sumXY / sumXX;
      case REGR_INTERCEPT -> sumXX == 0 ? null : (sumY - sumX * sumXY / sumXX) / count;
      case REGR_R2 -> sumXX == 0 ? null : sumYY == 0 ? 1.0 : (sumXY * sumXY) / (sumXX * sumYY);
    };
  }

  // sums of floats are rounded, so the order in which they are made shows
  @Override
  boolean seesOrder() {
    return true;
  }
}

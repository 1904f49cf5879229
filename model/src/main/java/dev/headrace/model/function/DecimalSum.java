package dev.headrace.model.function;

import dev.headrace.model.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * The sum of NUMERIC values, each with an integer weight, that can take values back. PostgreSQL
 * shows a sum with the largest scale among its values, so values are counted by scale: when the
 * last one of a scale leaves, the sum shows fewer digits again.
 *
 * <p>Values of eighteen digits and of one scale add up in 128 bits without allocating; the others
 * go to a BigDecimal beside it. Mutable, not thread-safe.
 */
public final class DecimalSum {
  private static final long FOLD_LIMIT = 1L << 60;

  private int[] scales = new int[1];
  private long[] counts = new long[1];
  private int distinctScales;

  private long low;
  private long high;
  private int wideScale;
  private BigDecimal rest = BigDecimal.ZERO;

  public DecimalSum() {}

  /** Adds a value as often as the weight says, or takes it back. */
  public void add(BigDecimal value, int weight) {
    if (value.precision() <= 18) {
      add(
          value.scale() == 0 ? value.longValue() : value.unscaledValue().longValue(),
          value.scale(),
          weight);
    } else {
      count(value.scale(), weight);
      rest = rest.add(value.multiply(BigDecimal.valueOf(weight)));
    }
  }

  /** Adds unscaled * 10^-scale as often as the weight says, or takes it back. */
  public void add(long unscaled, int scale, int weight) {
    count(scale, weight);
    if (scale != wideScale) {
      fold();
      wideScale = scale;
    }
    long product = unscaled * weight;
    long sum = low + product;
    high += Math.multiplyHigh(unscaled, weight) + (Long.compareUnsigned(sum, product) < 0 ? 1 : 0);
    low = sum;
    if (high > FOLD_LIMIT || high < -FOLD_LIMIT) {
      fold();
    }
  }

  /** Adds all that another sum holds. */
  public void add(DecimalSum other) {
    for (int i = 0; i < other.distinctScales; i++) {
      count(other.scales[i], other.counts[i]);
    }
    rest = rest.add(other.rest).add(other.wide());
  }

  /** Moves the 128 bits to the BigDecimal. */
  private void fold() {
    if ((low | high) != 0) {
      rest = rest.add(wide());
      low = 0;
      high = 0;
    }
  }

  private BigDecimal wide() {
    return new BigDecimal(WideSum.toBigInteger(low, high), wideScale);
  }

  private void count(int scale, long weight) {
    int i = 0;
    while (i < distinctScales && scales[i] != scale) {
      i++;
    }
    if (i == distinctScales) {
      if (i == scales.length) {
        scales = Arrays.copyOf(scales, i * 2);
        counts = Arrays.copyOf(counts, i * 2);
      }
      scales[i] = scale;
      counts[i] = 0;
      distinctScales++;
    }
    counts[i] += weight;
    if (counts[i] == 0) {
      distinctScales--;
      scales[i] = scales[distinctScales];
      counts[i] = counts[distinctScales];
    }
  }

  /** Makes this sum equal another. */
  public DecimalSum set(DecimalSum other) {
    scales = other.scales.clone();
    counts = other.counts.clone();
    distinctScales = other.distinctScales;
    low = other.low;
    high = other.high;
    wideScale = other.wideScale;
    rest = other.rest;
    return this;
  }

  public DecimalSum copy() {
    return new DecimalSum().set(this);
  }

  /** Forgets everything. */
  public void clear() {
    distinctScales = 0;
    low = 0;
    high = 0;
    rest = BigDecimal.ZERO;
  }

  /** Whether it is the sum of nothing, as far as values tell. */
  public boolean isZeroState() {
    return distinctScales == 0 && rest.add(wide()).signum() == 0;
  }

  /**
   * The sum at the largest scale among its values.
   *
   * @throws dev.headrace.model.SqlException 22003 beyond what NUMERIC holds
   */
  public BigDecimal value() {
    int scale = 0;
    for (int i = 0; i < distinctScales; i++) {
      scale = Math.max(scale, scales[i]);
    }
    BigDecimal sum = (low | high) == 0 ? rest : rest.add(wide());
    return Decimals.inRange(sum.setScale(scale, RoundingMode.UNNECESSARY));
  }

  /** The mean of that many values, as PostgreSQL divides. */
  public BigDecimal average(long count) {
    return Arithmetic.divide(value(), BigDecimal.valueOf(count));
  }
}

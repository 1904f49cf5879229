package dev.headrace.model.function;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The exact sum of floats, each with an integer weight, rounded once when it is asked for. The
 * order of additions does not matter and what was added can be taken back without a trace. That is
 * what makes SUM and AVG of floats maintainable: with ordinary addition, 1e20 + 1 - 1e20 is 0.
 *
 * <p>The sum is a list of floats that do not overlap, by rising magnitude, whose exact sum it is
 * (Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates",
 * 1997, as in Python's {@code math.fsum}). Mostly it has one to three entries. NaN and infinities
 * are counted beside it, so that they can be taken back too. Huge values go to a second list scaled
 * down by a power of two, so that no partial sum overflows.
 *
 * <p>Mutable, not thread-safe.
 */
public final class ExactSum {
  private static final double HUGE = 0x1p900;
  private static final double SCALE_DOWN = 0x1p-600;
  private static final BigDecimal SCALE_UP = BigDecimal.TWO.pow(600);
  private static final double[] NONE = new double[0];

  private double[] partials = NONE;
  private int size;
  private double[] hugePartials = NONE;
  private int hugeSize;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  public ExactSum() {}

  /** Adds a value as often as the weight says, or takes it back. */
  public void add(double value, int weight) {
    if (Math.abs(value) < HUGE) {
      addSmall(value, weight);
    } else if (Double.isNaN(value)) {
      nans += weight;
    } else if (value == Double.POSITIVE_INFINITY) {
      positiveInfinities += weight;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negativeInfinities += weight;
    } else {
      addHuge(value * SCALE_DOWN, weight);
    }
  }

  private void addSmall(double value, int weight) {
    if (weight == 1) {
      grow(value);
    } else if (weight == -1) {
      grow(-value);
    } else {
      double product = value * weight;
      grow(product);
      grow(Math.fma(value, weight, -product));
    }
  }

  private void addHuge(double scaled, int weight) {
    double product = scaled * weight;
    growHuge(product);
    growHuge(Math.fma(scaled, weight, -product));
  }

  /** Adds all that another sum holds. */
  public void add(ExactSum other) {
    for (int i = 0; i < other.size; i++) {
      grow(other.partials[i]);
    }
    for (int i = 0; i < other.hugeSize; i++) {
      growHuge(other.hugePartials[i]);
    }
    nans += other.nans;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
  }

  private void grow(double value) {
    if (partials.length == size) {
      partials = Arrays.copyOf(partials, Math.max(2, size * 2));
    }
    size = grow(partials, size, value);
  }

  private void growHuge(double value) {
    if (hugePartials.length == hugeSize) {
      hugePartials = Arrays.copyOf(hugePartials, Math.max(2, hugeSize * 2));
    }
    hugeSize = grow(hugePartials, hugeSize, value);
  }

  /** Adds to a list with room for one more entry and returns its new size. */
  private static int grow(double[] list, int count, double value) {
    double rest = value;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double small = list[i];
      if (Math.abs(rest) < Math.abs(small)) {
        double swap = rest;
        rest = small;
        small = swap;
      }
      double sum = rest + small;
      double error = small - (sum - rest);
      if (error != 0) {
        list[kept++] = error;
      }
      rest = sum;
    }
    if (rest != 0) {
      list[kept++] = rest;
    }
    return kept;
  }

  /** Makes this sum equal another. */
  public ExactSum set(ExactSum other) {
    if (partials.length < other.size) {
      partials = new double[other.size];
    }
    System.arraycopy(other.partials, 0, partials, 0, other.size);
    size = other.size;
    hugePartials = Arrays.copyOf(other.hugePartials, other.hugeSize);
    hugeSize = other.hugeSize;
    nans = other.nans;
    positiveInfinities = other.positiveInfinities;
    negativeInfinities = other.negativeInfinities;
    return this;
  }

  public ExactSum copy() {
    return new ExactSum().set(this);
  }

  /** Forgets everything. */
  public void clear() {
    size = 0;
    hugeSize = 0;
    nans = 0;
    positiveInfinities = 0;
    negativeInfinities = 0;
  }

  /** Whether it is the sum of nothing, as far as values tell. */
  public boolean isZeroState() {
    return size == 0 && hugeSize == 0 && isFinite();
  }

  private boolean isFinite() {
    return nans == 0 && positiveInfinities == 0 && negativeInfinities == 0;
  }

  /**
   * The sum, rounded to nearest.
   *
   * @throws dev.headrace.model.SqlException 22003 if finite values sum to more than a DOUBLE holds
   */
  public double value() {
    if (!isFinite()) {
      return special();
    }
    if (hugeSize > 0) {
      return Arithmetic.checkOverflow(exact().doubleValue(), false);
    }
    return rounded(partials, size);
  }

  /**
   * The sum, rounded to REAL at once.
   *
   * @throws dev.headrace.model.SqlException 22003 if finite values sum to more than a REAL holds
   */
  public float floatValue() {
    if (!isFinite()) {
      return (float) special();
    }
    float result = hugeSize > 0 ? exact().floatValue() : (float) roundedToOdd();
    if (Float.isInfinite(result)) {
      throw Arithmetic.overflow();
    }
    return result;
  }

  private double special() {
    if (nans != 0 || (positiveInfinities != 0 && negativeInfinities != 0)) {
      return Double.NaN;
    }
    return positiveInfinities != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** The finite part of the sum. */
  BigDecimal exact() {
    BigDecimal huge = BigDecimal.ZERO;
    for (int i = 0; i < hugeSize; i++) {
      huge = huge.add(new BigDecimal(hugePartials[i]));
    }
    BigDecimal sum = huge.multiply(SCALE_UP);
    for (int i = 0; i < size; i++) {
      sum = sum.add(new BigDecimal(partials[i]));
    }
    return sum;
  }

  /** Adds from the largest down until something is lost, then mends a tie that was none. */
  private static double rounded(double[] list, int count) {
    int i = count - 1;
    if (i < 0) {
      return 0;
    }
    double high = list[i];
    double low = 0;
    while (i > 0 && low == 0) {
      double larger = high;
      double smaller = list[--i];
      high = larger + smaller;
      low = smaller - (high - larger);
    }
    if (i > 0 && low != 0 && (low < 0) == (list[i - 1] < 0)) {
      double twice = low * 2;
      double mended = high + twice;
      if (twice == mended - high) {
        return mended;
      }
    }
    return high;
  }

  /**
   * The sum in DOUBLE such that rounding it again to REAL is as good as rounding once: cut, not
   * rounded, with its last bit set if anything was cut (Boldo and Melquiond, "When double rounding
   * is odd", 2004).
   */
  private double roundedToOdd() {
    double nearest = rounded(partials, size);
    double[] rest = Arrays.copyOf(partials, size + 1);
    int restSize = grow(rest, size, -nearest);
    if (restSize == 0) {
      return nearest;
    }
    long bits = Double.doubleToRawLongBits(nearest);
    boolean roundedUp = (rest[restSize - 1] < 0) != (nearest < 0);
    return Double.longBitsToDouble((roundedUp ? bits - 1 : bits) | 1);
  }
}

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
 * <p>Values of like magnitude, which most sums are of, do not go through the list: they are
 * integers below 2^117 in units of the least of them, and so is their sum, in 128 bits. That takes
 * a few operations without a branch. The list gets the integer when its rounded value is asked for,
 * it is about to overflow, or greater values come.
 *
 * <p>Mutable, not thread-safe.
 */
public final class ExactSum {
  private static final double HUGE = 0x1p900;
  private static final double SCALE_DOWN = 0x1p-600;
  private static final BigDecimal SCALE_UP = BigDecimal.TWO.pow(600);
  private static final double[] NONE = new double[0];

  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
  private static final int EXPONENT_MASK = 0x7ff;

  /** What a float's biased exponent is above that of its last bit's weight. */
  private static final int UNIT_BIAS = 1075;

  /** How far exponents may be apart in the integer: 53 bits shifted by that leave room for sums. */
  private static final int WINDOW = 64;

  private static final int LEAST_BASE = 1;
  private static final int GREATEST_BASE = 1023 + 900 - WINDOW;

  /** No exponent is at or above it. */
  private static final int NO_BASE = 1 << 16;

  private double[] partials = NONE;
  private int size;
  private double[] hugePartials = NONE;
  private int hugeSize;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  // a sum of floats whose biased exponents are from base to below base + WINDOW, in units of the
  // last bit of one with exponent base
  private long high;
  private long low;
  private int base = NO_BASE;

  public ExactSum() {}

  /** Adds a value as often as the weight says, or takes it back. */
  public void add(double value, int weight) {
    long bits = Double.doubleToRawLongBits(value);
    int shift = exponent(bits) - base;
    if ((shift & -WINDOW) == 0 && (weight == 1 || weight == -1)) {
      addShifted(bits, shift, weight);
    } else {
      addOutside(value, weight);
    }
  }

  private static int exponent(long bits) {
    return (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
  }

  private void addShifted(long bits, int shift, int weight) {
    long mantissa = bits & MANTISSA_MASK | 1L << MANTISSA_BITS;
    long negative = (bits ^ weight) >> 63;
    // in two's complement: all bits turned, and one added
    long addend = mantissa << shift ^ negative;
    long sum = low + addend;
    long carry = Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
    long mended = sum - negative;
    carry += Long.compareUnsigned(mended, sum) < 0 ? 1 : 0;
    low = mended;
    high += (mantissa >>> 1 >>> (63 - shift) ^ negative) + carry;
    settleIfLarge();
  }

  private boolean isAboveWindow(int exponent) {
    return (base == NO_BASE || exponent >= base)
        && exponent >= LEAST_BASE
        && exponent < GREATEST_BASE + WINDOW;
  }

  // only upwards, so that it ends: what comes below goes to the list
  private void moveWindow(int exponent) {
    settle();
    // mostly the same one for all sums of a column
    int half = WINDOW / 2;
    base = Math.clamp(exponent / half * half - half, LEAST_BASE, GREATEST_BASE);
  }

  /** Moves the integer to the list. */
  private void settle() {
    growBy(high, low, base);
    low = 0;
    high = 0;
  }

  private void growBy(long integerHigh, long integerLow, int integerBase) {
    int unit = integerBase - UNIT_BIAS;
    growBy(integerLow & 0xffff_ffffL, unit);
    growBy(integerLow >>> 32, unit + 32);
    growBy(integerHigh & 0xffff_ffffL, unit + 64);
    growBy(integerHigh >> 32, unit + 96);
  }

  private void growBy(long digits, int unit) {
    if (digits != 0) {
      grow(Math.scalb((double) digits, unit));
    }
  }

  private void addOutside(double value, int weight) {
    long bits = Double.doubleToRawLongBits(value);
    if ((weight == 1 || weight == -1) && isAboveWindow(exponent(bits))) {
      moveWindow(exponent(bits));
      addShifted(bits, exponent(bits) - base, weight);
    } else if (Math.abs(value) < HUGE) {
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
    addInteger(other);
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

  private void addInteger(ExactSum other) {
    if ((other.low | other.high) == 0) {
      return;
    }
    if (base == NO_BASE || base < other.base) {
      settle();
      base = other.base;
    }
    if (base == other.base) {
      long sum = low + other.low;
      long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
      low = sum;
      high += other.high + carry;
      settleIfLarge();
    } else {
      growBy(other.high, other.low, other.base);
    }
  }

  // both are far below what fits whenever something is added
  private void settleIfLarge() {
    if ((high ^ high << 1) < 0) {
      settle();
    }
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
    high = other.high;
    low = other.low;
    base = other.base;
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
    high = 0;
    low = 0;
  }

  /** Whether it is the sum of nothing, as far as values tell. */
  public boolean isZeroState() {
    settle();
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
    settle();
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
    settle();
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
    settle();
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

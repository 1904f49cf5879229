package dev.headrace.model.function;

/**
 * MIN and MAX of numbers as an accumulator of one long that starts at zero: values are encoded so
 * that the further one is always the greater unsigned number, and zero is further than none.
 * Floating point numbers become integers in the same order first, NaN the greatest.
 */
public final class Extremes {
  private Extremes() {}

  /** A value on the way to the greatest. */
  public static long encodeGreatest(long value) {
    return value ^ Long.MIN_VALUE;
  }

  /** A value on the way to the least. */
  public static long encodeLeast(long value) {
    return value ^ Long.MAX_VALUE;
  }

  /** An integer that stands where a floating point number stands; both zeros are the same. */
  public static long ordered(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0d : value);
    return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
  }

  private static double unordered(long ordered) {
    return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MAX_VALUE : ordered);
  }

  /** The greatest value. */
  public static double greatestDouble(long encoded) {
    return unordered(greatestLong(encoded));
  }

  /** The greatest value of a type that fits a float. */
  public static float greatestFloat(long encoded) {
    return (float) greatestDouble(encoded);
  }

  /** The least value. */
  public static double leastDouble(long encoded) {
    return unordered(leastLong(encoded));
  }

  /** The least value of a type that fits a float. */
  public static float leastFloat(long encoded) {
    return (float) leastDouble(encoded);
  }

  /** The one of two encoded values that is further on the way. */
  public static long further(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  /** The greatest value. */
  public static long greatestLong(long encoded) {
    return encoded ^ Long.MIN_VALUE;
  }

  /** The greatest value of a type that fits an int. */
  public static int greatestInt(long encoded) {
    return (int) greatestLong(encoded);
  }

  /** The least value. */
  public static long leastLong(long encoded) {
    return encoded ^ Long.MAX_VALUE;
  }

  /** The least value of a type that fits an int. */
  public static int leastInt(long encoded) {
    return (int) leastLong(encoded);
  }
}

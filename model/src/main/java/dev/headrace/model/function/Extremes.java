package dev.headrace.model.function;

/**
 * MIN and MAX of integers as an accumulator of one long that starts at zero: values are encoded so
 * that the further one is always the greater unsigned number, and zero is further than none.
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

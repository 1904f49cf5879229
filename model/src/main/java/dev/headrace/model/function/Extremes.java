package dev.headrace.model.function;

/**
 * Greatest and least integers in eight bytes that are zero before the first: what MAX and MIN keep
 * where rows are never taken back.
 *
 * <p>A number is kept so that the one wanted is the greatest in unsigned order, and zero, being the
 * least, stands for none so far:
 *
 * <pre>
 *   MAX   sign bit flipped            Long.MIN_VALUE is 0
 *   MIN   all but the sign flipped    Long.MAX_VALUE is 0
 * </pre>
 */
public final class Extremes {
  /** XOR with it to keep a number for MAX, or to get it back. */
  public static final long FOR_MAX = Long.MIN_VALUE;

  /** XOR with it to keep a number for MIN, or to get it back. */
  public static final long FOR_MIN = Long.MAX_VALUE;

  private Extremes() {}

  /** Of two kept numbers the one that stays. */
  public static long merge(long left, long right) {
    return left + Long.MIN_VALUE >= right + Long.MIN_VALUE ? left : right;
  }

  /** The number that was kept for MAX. */
  public static long max(long kept) {
    return kept ^ FOR_MAX;
  }

  /** The number that was kept for MIN. */
  public static long min(long kept) {
    return kept ^ FOR_MIN;
  }
}

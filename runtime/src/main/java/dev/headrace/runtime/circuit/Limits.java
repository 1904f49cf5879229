package dev.headrace.runtime.circuit;

/**
 * Which of ordered rows are wanted.
 *
 * @param offset how many to skip
 * @param limit how many to take at most; {@link Long#MAX_VALUE} for all
 */
public record Limits(long offset, long limit) {
  public static final Limits NONE = new Limits(0, Long.MAX_VALUE);

  public Limits {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("offset " + offset + ", limit " + limit);
    }
  }

  /** How many rows from the first on have to be looked at. */
  public long end() {
    return limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
  }
}

package dev.headrace.runtime.connector;

import java.util.OptionalDouble;

/**
 * How far an input has been read.
 *
 * @param unit what is counted
 * @param done how many have been read
 * @param total how many there are, or {@link #UNKNOWN}
 */
public record Progress(Unit unit, long done, long total) {
  /** The total of an input that has no known end. */
  public static final long UNKNOWN = -1;

  /** What progress is counted in. */
  public enum Unit {
    BYTES,
    ROWS
  }

  /** The part that has been read, 0 to 1, if the total is known. */
  public OptionalDouble fraction() {
    if (total == UNKNOWN) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(total == 0 ? 1 : Math.min(1, (double) done / total));
  }
}

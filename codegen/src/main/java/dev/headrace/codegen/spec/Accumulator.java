package dev.headrace.codegen.spec;

import dev.headrace.model.function.Extremes;

/**
 * What records add to their group.
 *
 * @param argument the column added, or -1 for count(*) and ROWS
 * @param filter BOOLEAN column, only records for which it is TRUE take part; or -1
 */
public record Accumulator(Kind kind, int argument, int filter) {
  /** How it is kept in the accumulator row. */
  public enum Kind {
    /** BIGINT: weight of all records. The first accumulator of every group. */
    ROWS(1),
    /** BIGINT: weight of the records whose argument is not NULL. */
    COUNT(1),
    /** BIGINT: sum of an integer argument; beyond its range 22003. */
    SUM_LONG(1),
    /** Two BIGINT, low and high: 128-bit sum of a BIGINT argument. */
    SUM_WIDE(2),
    /**
     * BIGINT: the greatest argument of a number, date or time type that fits 64 bits, as {@link
     * Extremes} encodes it. Only for records that are never taken back.
     */
    GREATEST(1),
    /** BIGINT: the least argument, likewise. */
    LEAST(1),
    /** Object: exact sum of a REAL or DOUBLE argument. */
    SUM_DOUBLE(0),
    /** Object: sum of a NUMERIC argument. */
    SUM_DECIMAL(0);

    private final int columns;

    Kind(int columns) {
      this.columns = columns;
    }

    /** Columns of the accumulator row. */
    public int columns() {
      return columns;
    }

    /** Whether it is an object beside the row, counted from 0 in the accumulators' order. */
    public boolean isObject() {
      return columns == 0;
    }
  }

  /** The weight of all records. */
  public static Accumulator rows() {
    return new Accumulator(Kind.ROWS, -1, -1);
  }
}

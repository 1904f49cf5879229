package dev.headrace.ir;

import dev.headrace.model.SqlType.Kind;
import java.util.function.IntUnaryOperator;

/**
 * Which rows of its partition a window function sees from a row: from one bound to another, both
 * included.
 *
 * @param unit what {@link Bound.Offset}s count, and how far CURRENT ROW reaches
 * @param exclusion which rows between them are left out
 */
public record WindowFrame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
  /** The whole partition. */
  public static final WindowFrame WHOLE =
      new WindowFrame(Unit.ROWS, new Bound.Unbounded(false), new Bound.Unbounded(true));

  /** What is meant without a frame: up to the current row's last peer. */
  public static final WindowFrame DEFAULT =
      new WindowFrame(Unit.RANGE, new Bound.Unbounded(false), new Bound.CurrentRow());

  /** ROWS counts rows; GROUPS counts sets of rows that are equal in the order, peers. */
  public enum Unit {
    ROWS,
    RANGE,
    GROUPS
  }

  /** What EXCLUDE leaves out. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    /** The row and its peers. */
    GROUP,
    /** The row's peers, but not itself. */
    TIES
  }

  /** A frame that leaves nothing out. */
  public WindowFrame(Unit unit, Bound start, Bound end) {
    this(unit, start, end, Exclusion.NO_OTHERS);
  }

  /** One end of a frame. */
  public sealed interface Bound {
    /** The first or last row of the partition. */
    record Unbounded(boolean following) implements Bound {}

    /** The row itself in ROWS, else its first or last peer. */
    record CurrentRow() implements Bound {}

    /**
     * So many rows or groups of peers away.
     *
     * @param count BIGINT without columns, neither NULL nor negative
     */
    record Offset(Expr count, boolean following) implements Bound {
      public Offset {
        if (count.type().kind() != Kind.BIGINT) {
          throw new IllegalArgumentException("offset of type " + count.type());
        }
      }
    }

    /**
     * In RANGE: where the order's only column reaches a value.
     *
     * @param value column of the input with the value, of the type of {@code column}
     * @param column what is compared with it; ordered as the order's only column
     */
    record Value(int value, int column) implements Bound {}

    /** The same over columns that stand elsewhere. */
    default Bound remapped(IntUnaryOperator map) {
      return this instanceof Value(int value, int column)
          ? new Value(map.applyAsInt(value), map.applyAsInt(column))
          : this;
    }
  }

  /** The same over columns that stand elsewhere. */
  public WindowFrame remapped(IntUnaryOperator map) {
    return new WindowFrame(unit, start.remapped(map), end.remapped(map), exclusion);
  }
}

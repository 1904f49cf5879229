package dev.headrace.runtime.window;

import dev.headrace.model.text.KeyCodec;

/** One end of a frame. */
public sealed interface FrameBound {
  /** The partition's first or last row. */
  record Unbounded() implements FrameBound {}

  /** So many rows after the current one; before it if negative. */
  record Row(long distance) implements FrameBound {}

  /** So many groups of peers after the current row's; before it if negative. */
  record Peers(long distance) implements FrameBound {}

  /**
   * Where a column reaches the value that another has in the current row.
   *
   * @param order of the values, which is that of the rows
   */
  record Value(int value, int column, KeyCodec.Order order) implements FrameBound {}

  /** Whether it is another row for rows that are equal in the order. */
  default boolean seesTies() {
    return this instanceof Row;
  }
}

package dev.headrace.connect.generator;

import dev.headrace.model.RowWriter;

/** Makes up the values of one column. */
@FunctionalInterface
interface ColumnGenerator {
  /**
   * Sets the column in the row that is being written.
   *
   * @param row the row's number, from 0
   */
  void set(RowWriter writer, long row);
}

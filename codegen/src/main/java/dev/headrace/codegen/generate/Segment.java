package dev.headrace.codegen.generate;

import dev.headrace.model.RowLayout;

/**
 * A row that generated code reads.
 *
 * @param layout of the row
 * @param firstColumn index of its first column among those of all segments
 * @param slab local variable with the byte array
 * @param row local variable with the row's start
 */
record Segment(RowLayout layout, int firstColumn, int slab, int row) {
  boolean has(int column) {
    return column >= firstColumn && column < firstColumn + layout.columns();
  }
}

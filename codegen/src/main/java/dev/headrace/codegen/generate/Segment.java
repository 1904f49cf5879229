package dev.headrace.codegen.generate;

import dev.headrace.model.RowLayout;

/**
 * A row that generated code reads.
 *
 * @param layout of the row
 * @param firstColumn index of its first column among those of all segments
 * @param slab local variable with the byte array
 * @param row local variable with the row's start
 * @param nullWords local variables with the words of its null bitmap, -1 where none is loaded
 */
record Segment(RowLayout layout, int firstColumn, int slab, int row, int[] nullWords) {
  static Segment of(RowLayout layout, int firstColumn, int slab, int row) {
    int[] words = new int[layout.nullWords()];
    java.util.Arrays.fill(words, -1);
    return new Segment(layout, firstColumn, slab, row, words);
  }

  boolean has(int column) {
    return column >= firstColumn && column < firstColumn + layout.columns();
  }
}

package dev.headrace.model;

import java.util.List;

/**
 * Copies some columns of rows of one layout into rows of a layout of just these columns, without
 * making values of them. Not thread-safe.
 */
public final class RowProjector {
  private final RowLayout source;
  private final int[] columns;
  private final RowWriter writer;

  /**
   * A projector.
   *
   * @param source layout of the rows to read
   * @param columns which of their columns, in the order wanted
   */
  public RowProjector(RowLayout source, List<Integer> columns) {
    this.source = source;
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    this.writer = new RowWriter(new RowLayout(columns.stream().map(source::type).toList()));
  }

  /** Layout of the rows that are written. */
  public RowLayout layout() {
    return writer.layout();
  }

  /** Appends the projection of a row to a batch, with a weight. */
  public void append(byte[] slab, int row, Batch target, int weight) {
    writer.begin(target);
    for (int i = 0; i < columns.length; i++) {
      writer.copy(i, source, slab, row, columns[i]);
    }
    writer.end(weight);
  }
}

package dev.headrace.model;

import java.util.ArrayList;
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
    this.columns = new int[columns.size()];
    List<SqlType> types = new ArrayList<>(columns.size());
    for (int i = 0; i < this.columns.length; i++) {
      this.columns[i] = columns.get(i);
      types.add(source.type(this.columns[i]));
    }
    this.writer = new RowWriter(new RowLayout(types));
  }

  /**
   * A projector of columns that stand one behind the other.
   *
   * @param source layout of the rows to read
   * @param first of their columns
   * @param target layout of the columns from there on that are wanted
   */
  public RowProjector(RowLayout source, int first, RowLayout target) {
    this.source = source;
    this.columns = new int[target.columns()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = first + i;
    }
    this.writer = new RowWriter(target);
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

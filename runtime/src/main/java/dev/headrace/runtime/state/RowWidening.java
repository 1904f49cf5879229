package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import org.jspecify.annotations.Nullable;

/**
 * How rows get columns that they did not have when they were written: their columns are the first
 * of the new layout, and the others have the same values in every row.
 */
public final class RowWidening {
  private final RowLayout layout;
  private final byte[] values;

  /**
   * Describes what is missing.
   *
   * @param layout of the rows with all columns
   * @param values one such row, whose later columns have the values that are missing
   */
  public RowWidening(RowLayout layout, byte[] values) {
    this.layout = layout;
    this.values = values;
  }

  /** The layout of the rows with all columns. */
  public RowLayout layout() {
    return layout;
  }

  /** One such row, whose later columns have the values that are missing; not to be changed. */
  public byte[] values() {
    return values;
  }

  /** The layout of rows with only some columns, the first ones. */
  public RowLayout narrow(int columns) {
    return new RowLayout(layout.types().subList(0, columns));
  }

  /** Makes rows of the first columns wide; not thread-safe. */
  public Widener widener(int columns) {
    return new Widener(narrow(columns));
  }

  /** Leaves the later columns out of rows; not thread-safe. */
  public Narrower narrower(int columns) {
    return new Narrower(narrow(columns));
  }

  /** Adds the columns that are missing. */
  public final class Widener {
    private final RowLayout from;
    private final RowWriter writer = new RowWriter(layout);

    private Widener(RowLayout from) {
      this.from = from;
    }

    /** Appends a row with all columns to a batch. */
    public void append(byte[] slab, int row, int weight, Batch target) {
      writer.begin(target);
      int column = 0;
      for (; column < from.columns(); column++) {
        writer.copy(column, from, slab, row, column);
      }
      for (; column < layout.columns(); column++) {
        writer.copy(column, layout, values, 0, column);
      }
      writer.end(weight);
    }
  }

  /** Takes columns away. */
  public final class Narrower {
    private final RowWriter writer;
    private final Batch narrow = new Batch();
    private final Batch wide = new Batch();
    private final Widener back;

    private Narrower(RowLayout to) {
      this.writer = new RowWriter(to);
      this.back = new Widener(to);
    }

    /** The first columns of a row, until the next call. */
    public byte[] narrow(byte[] slab, int row) {
      narrow.clear();
      writer.begin(narrow);
      for (int column = 0; column < writer.layout().columns(); column++) {
        writer.copy(column, layout, slab, row, column);
      }
      writer.end(1);
      return narrow.bytes();
    }

    /**
     * The first columns of a row, if the others are what widening gives them.
     *
     * @return null if they are not
     */
    public byte @Nullable [] narrowIfSame(byte[] slab, int row) {
      byte[] first = narrow(slab, row);
      wide.clear();
      back.append(first, 0, 1, wide);
      return Rows.sameColumns(wide.bytes(), 0, slab, row) ? first : null;
    }
  }
}

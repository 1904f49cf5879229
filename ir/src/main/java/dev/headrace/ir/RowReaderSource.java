package dev.headrace.ir;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns from one or several EventRows as if they were one row: the rows of a join's sides,
 * or a group's keys and its results.
 *
 * <p>A <em>segment</em> is one of these rows. Column indexes run over the segments' columns, first
 * segment first. Point every segment at a row with {@link #at} (or {@link #absent}, as an outer
 * join does for the missing side) before a value is read. Slices point into the row. Not
 * thread-safe.
 */
public final class RowReaderSource implements RowSource {
  private final RowReader[] readers;
  private final byte[] @Nullable [] slabs;
  private final int[] rows;
  private final int[] segments;
  private final int[] columns;
  private final List<@Nullable Object> parameters;

  /** Over one row without parameters. */
  public RowReaderSource(RowLayout layout) {
    this(List.of(layout), List.of());
  }

  /**
   * Over one row per layout.
   *
   * @param layouts of the segments
   * @param parameters the statement's, as carriers
   */
  public RowReaderSource(List<RowLayout> layouts, List<? extends @Nullable Object> parameters) {
    this.readers = new RowReader[layouts.size()];
    this.slabs = new byte[readers.length][];
    this.rows = new int[readers.length];
    int total = 0;
    for (int i = 0; i < readers.length; i++) {
      readers[i] = new RowReader(layouts.get(i));
      total += layouts.get(i).columns();
    }
    this.segments = new int[total];
    this.columns = new int[total];
    int next = 0;
    for (int segment = 0; segment < readers.length; segment++) {
      for (int column = 0; column < layouts.get(segment).columns(); column++) {
        segments[next] = segment;
        columns[next++] = column;
      }
    }
    this.parameters =
        parameters.isEmpty()
            ? List.of()
            : Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /** Points the first segment at a row. */
  public RowReaderSource at(byte[] bytes, int row) {
    return at(0, bytes, row);
  }

  /** Points a segment at a row. */
  public RowReaderSource at(int segment, byte[] bytes, int row) {
    slabs[segment] = bytes;
    rows[segment] = row;
    return this;
  }

  /** Points all segments at rows that stand one behind the other. */
  public RowReaderSource atConsecutive(byte[] bytes, int firstRow) {
    int row = firstRow;
    for (int segment = 0; segment < readers.length; segment++) {
      at(segment, bytes, row);
      row += Rows.length(bytes, row);
    }
    return this;
  }

  /** Makes all columns of a segment NULL. */
  public RowReaderSource absent(int segment) {
    slabs[segment] = null;
    return this;
  }

  @Override
  public @Nullable Object column(int index) {
    int segment = segments[index];
    byte[] slab = slabs[segment];
    return slab == null ? null : readers[segment].get(slab, rows[segment], columns[index]);
  }

  @Override
  public @Nullable Object parameter(int index) {
    if (index >= parameters.size()) {
      throw new SqlException(
          ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + (index + 1));
    }
    return parameters.get(index);
  }
}

package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page of another store as a page of a widened one has them. They are made when
 * somebody reads the page first, so that a table gets a column without a look at its rows.
 *
 * <p>A wide row's address is that of the row as it was written, so that indexes need not know about
 * it. Only the rows that the source's snapshot shows are there.
 */
final class WidenedRows {
  private final RowWidening widening;

  // of the page in which the rows were written
  private final int writtenColumns;
  private final int writtenShortest;
  private final int writtenBytes;

  private volatile @Nullable Source source;

  // offsets of rows by offsets of written ones and the reverse, over the length of the shortest row
  private int[] places = {};
  private int[] written = {};

  /**
   * What the rows are made of.
   *
   * @param until where the rows end, if that is not the end of the page
   * @param sequence the commit whose rows they are
   * @param columns of its rows
   */
  record Source(RowPage page, OptionalInt until, long sequence, int columns) {
    /** About how many bytes they have. */
    int size() {
      return until.orElse(page.size());
    }
  }

  /** The rows of a page, which must not change what the source's snapshot shows. */
  WidenedRows(Source given, RowWidening widening) {
    WidenedRows before = given.page().widened();
    Source earlier = before == null ? null : before.source;
    // what nobody has looked at is made of the same rows at once
    this.source = earlier == null ? given : earlier;
    this.writtenColumns = before == null ? given.columns() : before.writtenColumns;
    this.writtenShortest = before == null ? given.page().shortestRow() : before.writtenShortest;
    this.writtenBytes = before == null ? given.page().size() : before.writtenBytes;
    this.widening = widening;
  }

  /** How many columns the rows had when they were written. */
  int writtenColumns() {
    return writtenColumns;
  }

  /** About how many bytes the rows will take. */
  int size() {
    Source from = source;
    return from == null ? 0 : from.size();
  }

  /** Makes the rows, once. */
  Batch make() {
    Source from = source;
    if (from == null) {
      throw new IllegalStateException("the rows have been made already");
    }
    RowPage page = from.page();
    byte[] bytes = page.bytes();
    int end = from.until().orElse(page.end());
    Batch rows = new Batch();
    RowWidening.Widener widener = widening.widener(from.columns());
    int shortest = widening.layout().fixedLength();
    int[] placed = new int[writtenBytes / writtenShortest + 1];
    int[] origins = new int[end / writtenShortest + 1];
    for (int row = 0; row < end; row += Rows.length(bytes, row)) {
      if (page.isVisible(row, from.sequence())) {
        int wide = rows.end();
        widener.append(bytes, row, Rows.weight(bytes, row), rows);
        int origin = page.written(row);
        placed[origin / writtenShortest] = wide;
        int slot = wide / shortest;
        if (slot >= origins.length) {
          origins = Arrays.copyOf(origins, Math.max(slot + 1, origins.length * 2));
        }
        origins[slot] = origin;
      }
    }
    places = placed;
    written = origins;
    return rows;
  }

  /** Lets go of what the rows were made of. */
  void made() {
    source = null;
  }

  /** Where the row is that was written at an offset. */
  int place(int offset) {
    return places[offset / writtenShortest];
  }

  /** Where the row at an offset was written. */
  int written(int place) {
    return written[place / widening.layout().fixedLength()];
  }
}

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

  private volatile @Nullable Source source;

  // where rows were written and where they are, both ascending: few numbers where rows are long
  private int[] written = {};
  private int[] places = {};

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

  /** Whether the rows have been made; then all that says where they are can be seen. */
  boolean isMade() {
    return source == null;
  }

  /** Makes the rows, once. */
  Batch make() {
    Source from = source;
    if (from == null) {
      throw new IllegalStateException("the rows have been made already");
    }
    RowPage page = from.page();
    byte[] bytes = page.bytesOnce();
    int end = from.until().orElse(page.end());
    Batch rows = new Batch();
    RowWidening.Widener widener = widening.widener(from.columns());
    int[] origins = new int[16];
    int[] placed = new int[16];
    int count = 0;
    for (int row = 0; row < end; row += Rows.length(bytes, row)) {
      if (page.isVisible(row, from.sequence())) {
        if (count == placed.length) {
          origins = Arrays.copyOf(origins, count * 2);
          placed = Arrays.copyOf(placed, count * 2);
        }
        origins[count] = page.written(row);
        placed[count++] = rows.end();
        widener.append(bytes, row, Rows.weight(bytes, row), rows);
      }
    }
    written = Arrays.copyOf(origins, count);
    places = Arrays.copyOf(placed, count);
    return rows;
  }

  /** Lets go of what the rows were made of. */
  void made() {
    source = null;
  }

  /** Where the row is that was written at an offset. */
  int place(int offset) {
    return places[found(written, offset)];
  }

  /** Where the row at an offset was written. */
  int written(int place) {
    return written[found(places, place)];
  }

  private static int found(int[] offsets, int offset) {
    int index = Arrays.binarySearch(offsets, offset);
    if (index < 0) {
      throw new IllegalStateException("no row at " + offset);
    }
    return index;
  }
}

package dev.headrace.runtime.state;

import dev.headrace.model.Rows;
import java.util.function.UnaryOperator;

/**
 * The rows of a page as a snapshot sees them, to be read when it is their turn: a page that may
 * leave memory is not to be held by everything that will be read of a table. Any thread, as long as
 * the snapshot is in use; always the same rows at the same places.
 */
public final class ColdRows {
  private final RowPage page;
  private final long sequence;
  private final UnaryOperator<Slab> change;

  /** Rows in {@code [0, end)} of a slab, which is not to be changed. */
  public static final class Slab {
    private final byte[] bytes;
    private final int end;

    public Slab(byte[] bytes, int end) {
      this.bytes = bytes;
      this.end = end;
    }

    public byte[] bytes() {
      return bytes;
    }

    public int end() {
      return end;
    }
  }

  ColdRows(RowPage page, long sequence) {
    this(page, sequence, UnaryOperator.identity());
  }

  private ColdRows(RowPage page, long sequence, UnaryOperator<Slab> change) {
    this.page = page;
    this.sequence = sequence;
    this.change = change;
  }

  /** What something makes of the rows, which is always the same, when they are read. */
  public ColdRows changed(UnaryOperator<Slab> by) {
    return new ColdRows(page, sequence, by);
  }

  /** About how many bytes the rows have. */
  public int size() {
    return page.size();
  }

  /** Reads the rows. */
  public Slab load() {
    byte[] bytes = page.bytesOnce();
    int stop = PageCache.isGone(bytes) ? 0 : page.end();
    return change.apply(page.isWhole(sequence) ? new Slab(bytes, stop) : visible(bytes, stop));
  }

  private Slab visible(byte[] bytes, int stop) {
    byte[] rows = new byte[stop];
    int length = 0;
    int runStart = 0;
    for (int row = 0; row < stop; ) {
      int next = row + Rows.length(bytes, row);
      if (!page.isVisible(row, sequence)) {
        System.arraycopy(bytes, runStart, rows, length, row - runStart);
        length += row - runStart;
        runStart = next;
      }
      row = next;
    }
    System.arraycopy(bytes, runStart, rows, length, stop - runStart);
    return new Slab(rows, length + stop - runStart);
  }
}

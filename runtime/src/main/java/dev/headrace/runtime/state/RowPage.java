package dev.headrace.runtime.state;

import dev.headrace.model.Batch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a {@link RowStore}: rows one after the other, and for each the commit that deleted it.
 * {@link RowStore} has the protocol between writer and readers.
 */
final class RowPage {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Place in the directory. */
  final int slot;

  // null until somebody reads a page whose rows are to be widened
  private volatile byte @Nullable [] bytes;
  private final @Nullable WidenedRows widened;

  /** The commit that began the page. */
  final long begun;

  private final int shortestRow;
  private final int taken;

  // readers use it only of pages that have been full since their snapshot
  private int end;

  // the writer's own
  private int liveBytes;
  long lastDeletion;

  /** Rows before it have been moved elsewhere by compaction. */
  int movedTo;

  /** Whether it waits to be compacted. */
  boolean sparse;

  /** Whether it waits to be freed. */
  boolean dead;

  // deleting commits by offset over the shortest row's length, 0 for rows that are not deleted
  private long @Nullable [] deleted;
  private volatile long firstDeletion;

  RowPage(int slot, int size, long begun, int shortestRow) {
    this.slot = slot;
    this.bytes = new byte[size];
    this.widened = null;
    this.begun = begun;
    this.shortestRow = shortestRow;
    this.taken = size;
  }

  /** A page with the rows of another store, all there and wider. */
  RowPage(int slot, WidenedRows rows, long begun, int shortestRow) {
    this.slot = slot;
    this.widened = rows;
    this.begun = begun;
    this.shortestRow = shortestRow;
    this.end = rows.size();
    this.liveBytes = end;
    this.taken = end;
  }

  byte[] bytes() {
    byte[] known = bytes;
    return known == null ? widen() : known;
  }

  private byte[] widen() {
    WidenedRows rows = Objects.requireNonNull(widened, "rows to be widened");
    synchronized (rows) {
      byte[] made = bytes;
      if (made == null) {
        Batch batch = rows.make();
        made = Arrays.copyOf(batch.bytes(), batch.end());
        end = made.length;
        liveBytes = made.length;
        // readers who see the bytes see all that came before
        bytes = made;
        rows.made();
      }
      return made;
    }
  }

  /** How its rows come from another store; null if they were written here. */
  @Nullable WidenedRows widened() {
    return widened;
  }

  int shortestRow() {
    return shortestRow;
  }

  /** Bytes of memory that were taken for it, but for deletions. */
  int taken() {
    return taken;
  }

  /** About how many bytes its rows have, or room for them. */
  int size() {
    byte[] known = bytes;
    return known == null ? end : known.length;
  }

  /** Where the rows end. */
  int end() {
    bytes();
    return end;
  }

  int liveBytes() {
    return liveBytes;
  }

  /** Where the row with an address is. */
  int offset(long address) {
    int offset = RowPages.offset(address);
    if (widened == null) {
      return offset;
    }
    bytes();
    return widened.place(offset);
  }

  /** The offset in the address of the row at a place. */
  int written(int row) {
    return widened == null ? row : widened.written(row);
  }

  /** Takes up bytes at its end for a row or several. */
  void grow(int length) {
    end += length;
    liveBytes += length;
  }

  /** Gives back what was taken up since. */
  void shrink(int formerEnd, int formerLiveBytes) {
    end = formerEnd;
    liveBytes = formerLiveBytes;
  }

  /** Bytes that the deletions of a page take once there are any. */
  long deletionBytes() {
    return 8L * slots();
  }

  private int slots() {
    return bytes().length / shortestRow + 1;
  }

  boolean hasDeletions() {
    return deleted != null;
  }

  /** Whether a snapshot sees every row up to its end of the page. */
  boolean isWhole(long sequence) {
    long first = firstDeletion;
    return first == 0 || first > sequence;
  }

  /** Whether a snapshot sees the row at an offset that is before its end of the page. */
  boolean isVisible(int row, long sequence) {
    long commit = deletion(row);
    return commit == 0 || commit > sequence;
  }

  private long deletion(int row) {
    long[] commits = deleted;
    return commits == null ? 0 : (long) ELEMENT.getOpaque(commits, row / shortestRow);
  }

  boolean isLive(int row) {
    return deletion(row) == 0;
  }

  void delete(int row, int length, long sequence) {
    if (deleted == null) {
      deleted = new long[slots()];
    }
    ELEMENT.setOpaque(deleted, row / shortestRow, sequence);
    if (firstDeletion == 0) {
      firstDeletion = sequence;
    }
    lastDeletion = sequence;
    liveBytes -= length;
  }

  /** Undoes a deletion by a commit that did not happen. */
  void undelete(int row, int length, long sequence) {
    if (deleted != null) {
      ELEMENT.setOpaque(deleted, row / shortestRow, 0L);
    }
    if (firstDeletion == sequence) {
      firstDeletion = 0;
    }
    liveBytes += length;
    movedTo = 0;
  }
}

package dev.headrace.runtime.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A page of a {@link RowStore}: rows one after the other, and for each the commit that deleted it.
 * {@link RowStore} has the protocol between writer and readers.
 */
final class RowPage {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Place in the directory. */
  final int slot;

  final byte[] bytes;

  /** The commit that began the page. */
  final long begun;

  private final int shortestRow;

  /** Where the rows end; readers use it only of pages that have been full since their snapshot. */
  int end;

  // the writer's own
  int liveBytes;
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
    this.begun = begun;
    this.shortestRow = shortestRow;
  }

  /** Bytes that the deletions of a page take once there are any. */
  long deletionBytes() {
    return 8L * slots();
  }

  private int slots() {
    return bytes.length / shortestRow + 1;
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

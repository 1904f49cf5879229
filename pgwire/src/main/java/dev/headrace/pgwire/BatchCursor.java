package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import java.util.Iterator;

/**
 * Sends the rows of some batches in portions, by weight: a row of weight three may be split over
 * three portions. For portals whose result is, or comes in, batches.
 */
public final class BatchCursor {
  private final Iterator<Batch> batches;
  private Batch batch = new Batch(0);
  private int row;
  private int copiesSent;

  public BatchCursor(Iterator<Batch> batches) {
    this.batches = batches;
  }

  /**
   * Sends the next rows.
   *
   * @param maxRows how many at most, counted by weight; 0 for all that are left
   * @return how many; fewer than asked for means that there are no more
   */
  public long send(long maxRows, RowSink sink) {
    long limit = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    long sent = 0;
    while (sent < limit && atRow()) {
      int left = Rows.weight(batch.bytes(), row) - copiesSent;
      int copies = (int) Math.min(left, limit - sent);
      sink.row(batch.bytes(), row, copies);
      sent += copies;
      copiesSent += copies;
      if (copies == left) {
        row = batch.next(row);
        copiesSent = 0;
      }
    }
    return sent;
  }

  /** Whether everything has been sent. */
  public boolean isDone() {
    return !atRow();
  }

  private boolean atRow() {
    while (row >= batch.end()) {
      if (!batches.hasNext()) {
        return false;
      }
      batch = batches.next();
      row = 0;
    }
    return true;
  }
}

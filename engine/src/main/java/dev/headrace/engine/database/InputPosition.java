package dev.headrace.engine.database;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;

/**
 * How far the input of a table with a connector was read. Kept in the commits with its rows, so
 * that after a restart none is missing and none comes twice.
 *
 * @param rows it gave, whether or not they were accepted
 * @param badRecords it could not make rows of
 * @param ended whether that was all
 */
public record InputPosition(long rows, long badRecords, boolean ended) {
  public static final InputPosition START = new InputPosition(0, 0, false);

  private static final int BYTES = 2 * Long.BYTES + 1;

  /** After what a read has given. */
  public InputPosition plus(Batch moreRows, Batch moreBadRecords, boolean end) {
    return new InputPosition(rows + moreRows.rows(), badRecords + moreBadRecords.rows(), end);
  }

  byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    Rows.putLong(bytes, 0, rows);
    Rows.putLong(bytes, Long.BYTES, badRecords);
    bytes[2 * Long.BYTES] = (byte) (ended ? 1 : 0);
    return bytes;
  }

  static InputPosition of(byte[] bytes) {
    return new InputPosition(
        Rows.getLong(bytes, 0), Rows.getLong(bytes, Long.BYTES), bytes[2 * Long.BYTES] != 0);
  }
}

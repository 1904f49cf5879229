package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;

/**
 * Makes a row's key for an order: the bytes of the order's columns, then the row from its null
 * bitmap on, which breaks ties, and the length of that, by which the row is found again. Not
 * thread-safe.
 */
final class OrderEncoder {
  private final OrderPlan order;
  private final OrderPlan.Key[] columns;
  private final ByteOutput key = new ByteOutput();

  OrderEncoder(OrderPlan order) {
    this.order = order;
    this.columns = order.keys().toArray(OrderPlan.Key[]::new);
  }

  /** Makes the bytes of the order's columns only. */
  void encodeColumns(byte[] slab, int row) {
    key.clear();
    for (int i = 0; i < columns.length; i++) {
      KeyCodec.encode(order.layout(), slab, row, columns[i].column(), columns[i].order(), key);
    }
  }

  void encode(byte[] slab, int row) {
    encodeColumns(slab, row);
    int length = Rows.length(slab, row) - Rows.NULLS_OFFSET;
    key.write(slab, row + Rows.NULLS_OFFSET, length);
    key.writeInt(length);
  }

  byte[] bytes() {
    return key.bytes();
  }

  int length() {
    return key.length();
  }

  /** Appends the row of a key to a batch. */
  static void appendRow(byte[] key, int offset, int length, Batch target, int weight) {
    int end = offset + length - Integer.BYTES;
    int columns = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      columns = columns << 8 | key[end + i] & 0xff;
    }
    int rowLength = Rows.NULLS_OFFSET + columns;
    byte[] slab = target.reserve(rowLength);
    int row = target.end();
    Rows.putInt(slab, row + Rows.LENGTH_OFFSET, rowLength);
    Rows.putInt(slab, row + Rows.WEIGHT_OFFSET, weight);
    System.arraycopy(key, end - columns, slab, row + Rows.NULLS_OFFSET, columns);
    target.commit(rowLength);
  }
}

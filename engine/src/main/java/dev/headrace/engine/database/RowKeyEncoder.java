package dev.headrace.engine.database;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Slice;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.KeyEncoder;
import java.util.List;

/**
 * Encodes some columns of a row, each in its type's order, as the key of a store. Not thread-safe.
 */
public final class RowKeyEncoder implements KeyEncoder {
  private final RowLayout layout;
  private final int[] columns;
  private final ByteOutput buffer = new ByteOutput();

  public RowKeyEncoder(RowLayout layout, List<Integer> columns) {
    this.layout = layout;
    this.columns = new int[columns.size()];
    for (int i = 0; i < this.columns.length; i++) {
      this.columns[i] = columns.get(i);
    }
  }

  @Override
  public void encode(byte[] slab, int row, Slice key) {
    buffer.clear();
    for (int column : columns) {
      KeyCodec.encode(layout, slab, row, column, KeyCodec.Order.ASCENDING, buffer);
    }
    buffer.toSlice(key);
  }
}

package dev.headrace.runtime.window;

import dev.headrace.model.RowLayout;
import dev.headrace.model.Rows;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import java.util.List;

/**
 * Makes the key of a row: the order-preserving bytes of the columns of its partition, then of the
 * columns it is ordered by. Not thread-safe.
 */
public final class RowKeys {
  private final RowLayout layout;
  private final List<Column> partition;
  private final List<Column> order;
  private final ByteOutput key = new ByteOutput();
  private int partitionLength;
  private int orderedLength;

  /** A column of a key. */
  public record Column(int column, KeyCodec.Order order) {}

  /**
   * @param layout of the rows
   */
  public RowKeys(RowLayout layout, List<Column> partition, List<Column> order) {
    this.layout = layout;
    this.partition = List.copyOf(partition);
    this.order = List.copyOf(order);
  }

  public RowLayout layout() {
    return layout;
  }

  boolean isEmpty() {
    return partition.isEmpty() && order.isEmpty();
  }

  /** Makes the key of a row. */
  public void encode(byte[] slab, int row) {
    key.clear();
    put(partition, slab, row);
    partitionLength = key.length();
    put(order, slab, row);
    orderedLength = key.length();
  }

  private void put(List<Column> columns, byte[] slab, int row) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      KeyCodec.encode(layout, slab, row, column.column(), column.order(), key);
    }
  }

  /**
   * Adds the row itself, from its null bitmap on, and the length of that: a key that tells all rows
   * apart and that the row can be made from. Rows of one layout with equal fixed parts have equal
   * lengths, so no key is another's prefix.
   */
  public void addRow(byte[] slab, int row) {
    int columns = Rows.length(slab, row) - Rows.NULLS_OFFSET;
    key.write(slab, row + Rows.NULLS_OFFSET, columns);
    key.writeInt(columns);
  }

  public byte[] bytes() {
    return key.bytes();
  }

  public int length() {
    return key.length();
  }

  /** Bytes of the partition's columns. */
  public int partitionLength() {
    return partitionLength;
  }

  /** Bytes of the columns of partition and order. */
  public int orderedLength() {
    return orderedLength;
  }
}

package dev.headrace.runtime.window;

import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import java.util.Arrays;

/** The order-preserving keys of one column of a partition's rows. */
final class ColumnKeys {
  private final ByteOutput bytes = new ByteOutput();
  private int[] starts = new int[17];

  void load(Partition rows, int column, KeyCodec.Order order) {
    if (starts.length <= rows.size()) {
      starts = new int[Math.max(rows.size() + 1, 2 * starts.length)];
    }
    bytes.clear();
    for (int i = 0; i < rows.size(); i++) {
      KeyCodec.encode(rows.layout(), rows.slab(), rows.row(i), column, order, bytes);
      starts[i + 1] = bytes.length();
    }
  }

  int compare(int index, ColumnKeys other, int otherIndex) {
    return Arrays.compareUnsigned(
        bytes.bytes(),
        starts[index],
        starts[index + 1],
        other.bytes.bytes(),
        other.starts[otherIndex],
        other.starts[otherIndex + 1]);
  }
}

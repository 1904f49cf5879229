package dev.headrace.engine.database;

import dev.headrace.model.Slice;
import dev.headrace.runtime.state.AdaptiveRadixTree;
import dev.headrace.runtime.state.IndexDefinition.Encoder;
import dev.headrace.runtime.state.IndexDefinition.Entry;
import dev.headrace.runtime.state.KeyCursor;
import dev.headrace.runtime.state.KeyRange;

/**
 * The rows that a transaction has changed, found by a key. They are told apart by their records.
 */
final class ChangesOrder {
  private final Encoder encoder;
  private final AdaptiveRadixTree tree = new AdaptiveRadixTree();
  private final Slice encoded = new Slice();

  ChangesOrder(Encoder encoder) {
    this.encoder = encoder;
  }

  /** Adds the record of a row. */
  void add(byte[] slab, int row, long record) {
    if (encode(slab, row, record)) {
      tree.put(encoded.base(), encoded.offset(), encoded.length(), record);
    }
  }

  /** Removes the record of a row. */
  void remove(byte[] slab, int row, long record) {
    if (encode(slab, row, record)) {
      tree.remove(encoded.base(), encoded.offset(), encoded.length());
    }
  }

  /** The records in a range of keys are the values; the next change invalidates the cursor. */
  KeyCursor scan(KeyRange range, boolean descending) {
    return tree.scan(range, descending);
  }

  private boolean encode(byte[] slab, int row, long record) {
    if (encoder.encode(slab, row, encoded) == Entry.NONE) {
      return false;
    }
    int length = encoded.length();
    byte[] key = encoded.base();
    byte[] bytes = encoded.buffer(length + Long.BYTES);
    System.arraycopy(key, 0, bytes, 0, length);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[length + i] = (byte) (record >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    encoded.own(length + Long.BYTES);
    return true;
  }
}

package dev.headrace.runtime.storage;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
import dev.headrace.runtime.state.KeyEncoder;
import dev.headrace.runtime.state.RowStore;
import org.jspecify.annotations.Nullable;

/**
 * Says a delta in absolute terms: what a relation holds of the delta's rows after it, not what was
 * added and taken away. The relation's store, to which the delta was applied, knows.
 */
public final class RowChanges {
  private final RowForm form;
  private final @Nullable KeyEncoder encoder;
  private final Slice key = new Slice();

  private RowChanges(RowForm form, @Nullable KeyEncoder encoder) {
    this.form = form;
    this.encoder = encoder;
  }

  /** For a relation with a key. */
  public static RowChanges keyed(KeyEncoder encoder) {
    return new RowChanges(RowForm.KEYED, encoder);
  }

  /** For a bag. */
  public static RowChanges counted() {
    return new RowChanges(RowForm.COUNTED, null);
  }

  /** For a relation that only grows. */
  public static RowChanges appended() {
    return new RowChanges(RowForm.APPENDED, null);
  }

  public RowForm form() {
    return form;
  }

  /**
   * Writes a delta.
   *
   * @param relation its number
   * @param store its rows, to which the delta was applied already
   */
  public void write(CommitWriter writer, int relation, RowStore store, Batch delta) {
    byte[] slab = delta.bytes();
    switch (form) {
      case KEYED -> writeKeyed(writer, relation, store, delta);
      case COUNTED -> {
        for (int row = 0; row < delta.end(); row = delta.next(row)) {
          writer.putMultiplicity(relation, slab, row, store.multiplicity(slab, row));
        }
      }
      case APPENDED -> {
        for (int row = 0; row < delta.end(); row = delta.next(row)) {
          if (Rows.weight(slab, row) != 0) {
            writer.appendRow(relation, slab, row);
          }
        }
      }
    }
  }

  // an update deletes a row and inserts another with its key, in any order: the key stays
  private void writeKeyed(CommitWriter writer, int relation, RowStore store, Batch delta) {
    if (encoder == null) {
      throw new IllegalStateException("a keyed relation without a key");
    }
    byte[] slab = delta.bytes();
    for (int row = 0; row < delta.end(); row = delta.next(row)) {
      int weight = Rows.weight(slab, row);
      if (weight == 0) {
        continue;
      }
      encoder.encode(slab, row, key);
      boolean present =
          store.find(
              key.base(),
              key.offset(),
              key.length(),
              (there, at) -> {
                if (weight > 0) {
                  writer.putRow(relation, key, there, at);
                }
              });
      if (!present) {
        writer.removeRow(relation, key);
      }
    }
  }
}

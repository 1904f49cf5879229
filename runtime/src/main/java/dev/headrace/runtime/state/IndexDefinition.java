package dev.headrace.runtime.state;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;

/**
 * What a secondary index is to keep of a {@link RowStore}'s rows. Any thread may ask for encoders
 * and errors.
 */
public interface IndexDefinition {
  /** What an index has of a row. */
  enum Entry {
    /** Nothing: the index is of other rows only. */
    NONE,
    /** A key that other rows may have as well. */
    REPEATED,
    /**
     * A key that no other row may have. Whether it is depends on the key alone: rows with equal
     * keys get the same answer.
     */
    UNIQUE
  }

  /** Makes keys. Belongs to one thread at a time. */
  @FunctionalInterface
  interface Encoder {
    /**
     * Says what the index has of a row and, unless it is nothing, fills a slice with the row's key:
     * bytes that order and compare as unsigned bytes, none of which is a prefix of another's.
     *
     * @param key to be filled, in its own memory
     * @throws SqlException if the row has no key, because an expression fails
     */
    Entry encode(byte[] slab, int row, Slice key);
  }

  /** A new encoder. */
  Encoder encoder();

  /** The error for a row that is inserted beside one with the same {@link Entry#UNIQUE} key. */
  SqlException duplicateInserted(byte[] slab, int row);

  /** The error for a row that has the key of another one while the index is being made. */
  SqlException duplicateFound(byte[] slab, int row);
}

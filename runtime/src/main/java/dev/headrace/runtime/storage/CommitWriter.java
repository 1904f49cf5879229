package dev.headrace.runtime.storage;

import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;

/**
 * Takes down what a commit changes; later changes of a thing win over earlier ones. However much it
 * is, memory for it is bounded. The bytes of slices and slabs are copied before a method returns.
 *
 * <p>All methods throw {@link SqlException} if what they are given cannot be written; the commit is
 * then to be abandoned.
 */
public interface CommitWriter {
  void putRecord(RecordKind kind, long id, byte[] value);

  void removeRecord(RecordKind kind, long id);

  /**
   * A row of a {@link RowForm#KEYED} relation, in place of the one with the same key.
   *
   * @param relation its number, positive
   * @param slab holds the row
   * @param row where it starts
   */
  void putRow(int relation, Slice key, byte[] slab, int row);

  void removeRow(int relation, Slice key);

  /**
   * How often a row is there in a {@link RowForm#COUNTED} relation.
   *
   * @param multiplicity not negative; 0 removes it
   */
  void putMultiplicity(int relation, byte[] slab, int row, long multiplicity);

  /** A row, with its weight, of an {@link RowForm#APPENDED} relation. */
  void appendRow(int relation, byte[] slab, int row);

  /** Removes all rows of a relation, whose number may be used on. */
  void truncate(int relation);

  /** Removes all rows of a relation, whose number is never used again. */
  void drop(int relation);

  /** Puts the commit behind all others. It is not durable yet. */
  void commit();

  /** Forgets all that was taken down. */
  void abandon();
}

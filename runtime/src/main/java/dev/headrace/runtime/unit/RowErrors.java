package dev.headrace.runtime.unit;

import dev.headrace.model.SqlException;

/** Decides what becomes of a record whose expressions fail. */
@FunctionalInterface
public interface RowErrors {
  /** Ends the statement or step with the error: what queries do. */
  RowErrors FAIL =
      (error, slab, record) -> {
        throw error;
      };

  /**
   * Takes note of a failed record, or throws.
   *
   * @param slab holds the record
   * @param record where it starts
   */
  void failed(SqlException error, byte[] slab, int record);
}

package dev.headrace.runtime.unit;

import dev.headrace.model.SqlException;

/** Decides what becomes of a record whose expressions fail. */
@FunctionalInterface
public interface RowErrors {
  /** Ends the statement or step with the error: what queries do. */
  RowErrors FAIL =
      (error, slab, record, weight) -> {
        throw error;
      };

  /**
   * Takes note of a failed record, or throws.
   *
   * @param slab holds the record
   * @param record where it starts
   * @param weight of what is missing because of it
   */
  void failed(SqlException error, byte[] slab, int record, int weight);
}

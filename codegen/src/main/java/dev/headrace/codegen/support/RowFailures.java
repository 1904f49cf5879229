package dev.headrace.codegen.support;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.RowErrors;

/** What units do with an exception of a record. */
public final class RowFailures {
  private RowFailures() {}

  /**
   * Hands an error of the record's data to the handler, a text that would get too long among them.
   * Others, such as memory running out, are not the record's fault and may have come between two
   * changes of state; they are thrown on.
   */
  public static void handle(RowErrors errors, SqlException error, byte[] slab, int record) {
    handle(errors, error, slab, record, Rows.weight(slab, record));
  }

  /** As above, for a failure whose weight is not the one in the record's header. */
  static void handle(RowErrors errors, SqlException error, byte[] slab, int record, int weight) {
    ErrorCode code = error.code();
    if (code.category() != ErrorCode.Category.USER && code != ErrorCode.PROGRAM_LIMIT_EXCEEDED) {
      throw error;
    }
    errors.failed(error, slab, record, weight);
  }
}

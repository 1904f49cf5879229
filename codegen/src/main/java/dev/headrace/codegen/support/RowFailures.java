package dev.headrace.codegen.support;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.RowErrors;

/** What units do with an exception of a record. */
public final class RowFailures {
  private RowFailures() {}

  /**
   * Hands an error of the record's data to the handler. Others, such as memory running out, are not
   * the record's fault and may have come between two changes of state; they are thrown on.
   */
  public static void handle(RowErrors errors, SqlException error, byte[] slab, int record) {
    if (error.code().category() != ErrorCode.Category.USER) {
      throw error;
    }
    errors.failed(error, slab, record);
  }
}

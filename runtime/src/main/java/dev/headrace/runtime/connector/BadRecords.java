package dev.headrace.runtime.connector;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;

/** Takes note of records that make no row; what it throws ends the input. */
@FunctionalInterface
public interface BadRecords {
  /** The longest part of a record that is handed over, in bytes. */
  int MAX_RAW_BYTES = 1024;

  /**
   * A record was skipped.
   *
   * @param position text: the line on which the record starts; otherwise the row's number; from 1
   * @param reason for people, without the position
   * @param raw the record as it was read, its first {@link #MAX_RAW_BYTES} at most; a flyweight
   * @param code what an INSERT of the same value would have failed with
   */
  void bad(long position, String reason, Slice raw, ErrorCode code);
}

package dev.headrace.storage.rocks;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.storage.log.IoErrors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What failures of RocksDB are to users. */
final class RocksErrors {
  private RocksErrors() {}

  /**
   * An error for a failure.
   *
   * @param what "cannot ...", without an end
   */
  static SqlException of(String what, RocksDBException cause) {
    String message = String.valueOf(cause.getMessage());
    return new SqlException(code(cause.getStatus(), message), what + ": " + message, cause);
  }

  private static ErrorCode code(@Nullable Status status, String message) {
    if (IoErrors.isNoSpace(message)
        || status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return ErrorCode.DISK_FULL;
    }
    if (status == null) {
      return ErrorCode.IO_ERROR;
    }
    return switch (status.getCode()) {
      case Corruption -> ErrorCode.DATA_CORRUPTED;
      case IOError, TimedOut, Busy, TryAgain -> ErrorCode.IO_ERROR;
      default -> ErrorCode.INTERNAL_ERROR;
    };
  }
}

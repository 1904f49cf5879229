package dev.headrace.runtime.connector;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/**
 * What a view's changes are written to. Steps come in order; one step may come in several writes.
 * Used by one thread at a time. All methods throw {@link SqlException} with {@link
 * ErrorCode#IO_ERROR} or {@link ErrorCode#DISK_FULL} when the destination fails.
 */
public interface Output extends AutoCloseable {
  /** Writes deltas that belong to a step. The batch is the caller's again afterwards. */
  void write(Batch deltas, long step);

  /** Hands all that was written to the operating system; called at the end of steps. */
  void flush();

  /** Completes the output. */
  @Override
  void close();
}

package dev.headrace.runtime.connector;

import dev.headrace.model.Batch;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;

/** A stream of rows that the engine pulls. Used by one thread at a time. */
public interface Input extends AutoCloseable {
  /** What a read came to. */
  enum Status {
    /** Rows were appended or bad records reported; read again. */
    MORE,
    /** Nothing has come within the time given; more may. */
    IDLE,
    /** The input has ended; rows may have been appended before. */
    END
  }

  /**
   * Appends the next rows, at most {@code maxRows}, with weight 1. Waits at most {@code maxWait}
   * for the first one and not at all for further ones.
   *
   * @throws SqlException {@link ErrorCode#IO_ERROR} when the input cannot be read on
   */
  Status read(Batch batch, int maxRows, Duration maxWait, BadRecords bad);

  /** How far the input has been read. Any thread may ask. */
  Progress progress();

  @Override
  void close();
}

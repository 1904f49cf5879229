package dev.headrace.runtime.state;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes a query's or circuit's state holds and refuses to go beyond a limit. */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  public static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE);
  }

  /**
   * Takes bytes before they are allocated; a negative number gives them back.
   *
   * @throws SqlException {@link ErrorCode#OUT_OF_MEMORY} beyond the limit, with nothing taken
   */
  public void take(long bytes) {
    long before;
    do {
      before = used.get();
      if (bytes > limit - before && bytes > 0) {
        throw new SqlException(
                ErrorCode.OUT_OF_MEMORY,
                "query needs more memory than its limit of " + limit + " bytes")
            .withHint("Raise it with SET memory_limit.");
      }
    } while (!used.compareAndSet(before, before + bytes));
    if (before + bytes > peak.get()) {
      peak.accumulateAndGet(before + bytes, Math::max);
    }
  }

  /** Bytes that may still be taken. */
  public long available() {
    return limit - used.get();
  }

  public long used() {
    return used.get();
  }

  public long peak() {
    return peak.get();
  }
}

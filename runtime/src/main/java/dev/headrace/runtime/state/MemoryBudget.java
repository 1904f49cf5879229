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
    long now = used.addAndGet(bytes);
    if (now > limit) {
      used.addAndGet(-bytes);
      throw new SqlException(
              ErrorCode.OUT_OF_MEMORY,
              "query needs more memory than its limit of " + limit + " bytes")
          .withHint("Raise it with SET memory_limit.");
    }
    if (bytes > 0) {
      peak.accumulateAndGet(now, Math::max);
    }
  }

  public long used() {
    return used.get();
  }

  public long peak() {
    return peak.get();
  }
}

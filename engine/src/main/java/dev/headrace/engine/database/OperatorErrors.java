package dev.headrace.engine.database;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.runtime.unit.RowErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What has failed in the pipelines of one operator, which several views may have in common. A
 * record's retraction fails like the record did, so a failure's weight sums up to zero when its
 * cause is gone.
 */
final class OperatorErrors implements RowErrors {
  private final Consumer<OperatorErrors> log;
  private final Map<Failure, Integer> total = new HashMap<>();
  private Map<Failure, Integer> pending = new HashMap<>();

  /** A kind of failure. */
  record Failure(String sqlState, String message) {}

  /**
   * @param log told of one that has got errors since it was settled
   */
  OperatorErrors(Consumer<OperatorErrors> log) {
    this.log = log;
  }

  /** Several workers may report at once. */
  @Override
  public void failed(SqlException error, byte[] slab, int record, int weight) {
    // a value beyond a limit, such as chr(-1), is the record's fault; memory or a defect is not,
    // and the step as a whole cannot go on
    if (error.code().category() != ErrorCode.Category.USER
        && error.code() != ErrorCode.PROGRAM_LIMIT_EXCEEDED) {
      throw error;
    }
    add(new Failure(error.sqlState(), error.message()), weight);
  }

  private synchronized void add(Failure failure, int weight) {
    if (pending.isEmpty()) {
      log.accept(this);
    }
    pending.merge(failure, weight, Math::addExact);
  }

  /** The errors since the last call. */
  synchronized Map<Failure, Integer> settle() {
    Map<Failure, Integer> settled = pending;
    pending = new HashMap<>();
    settled.forEach(
        (failure, weight) -> {
          if (total.merge(failure, weight, Math::addExact) == 0) {
            total.remove(failure);
          }
        });
    return settled;
  }

  /** All that have been settled. */
  synchronized Map<Failure, Integer> total() {
    return Map.copyOf(total);
  }
}

package dev.headrace.runtime.window;

/** Aggregates that only count. */
final class Counting extends Accumulation {
  /** What is made of the counts. */
  enum Result {
    COUNT,
    AND,
    OR
  }

  private final Result result;
  private final int argument;
  private long count;
  private long trues;

  /**
   * @param argument column, NULLs of which do not count; below 0 for rows
   */
  Counting(Result result, int argument) {
    this.result = result;
    this.argument = argument;
  }

  @Override
  void clear() {
    count = 0;
    trues = 0;
  }

  @Override
  void add(Partition rows, int index) {
    change(rows, index, 1);
  }

  @Override
  void remove(Partition rows, int index) {
    change(rows, index, -1);
  }

  private void change(Partition rows, int index, int by) {
    if (argument < 0 || !rows.isNull(index, argument)) {
      count += by;
      trues += result != Result.COUNT && rows.isTrue(index, argument) ? by : 0;
    }
  }

  @Override
  boolean canRemove() {
    return true;
  }

  @Override
  boolean givesNumbers() {
    return true;
  }

  @Override
  void result(ResultColumn results, int index) {
    if (result == Result.COUNT) {
      results.setNumber(index, count);
    } else if (count == 0) {
      results.setNull(index);
    } else {
      results.setNumber(index, (result == Result.AND ? trues == count : trues > 0) ? 1 : 0);
    }
  }
}

package dev.headrace.runtime.window;

/**
 * An aggregate of each row's frame. Frames only move forward: rows that enter are added, rows that
 * leave are taken away where the aggregate allows it and that is less work than starting over.
 */
public final class FrameAggregate implements WindowFunction {
  private final Accumulation accumulation;
  private final int filter;
  private final Frames frames;

  /**
   * @param filter BOOLEAN column that tells which rows take part; below 0 for all
   */
  public FrameAggregate(Accumulation accumulation, int filter, Frames frames) {
    this.accumulation = accumulation;
    this.filter = filter;
    this.frames = frames;
  }

  @Override
  public void evaluate(Partition rows, ResultColumn results) {
    frames.compute(rows);
    if (accumulation.givesNumbers()) {
      results.numbers(rows.size());
    } else {
      results.objects(rows.size());
    }
    accumulation.clear();
    if (frames.excludes()) {
      evaluateEach(rows, results);
      return;
    }
    int from = 0;
    int to = 0;
    for (int i = 0; i < rows.size(); i++) {
      int start = frames.start(i);
      int end = frames.end(i);
      if (i > 0 && start == from && end == to) {
        results.repeat(i, i - 1);
        continue;
      }
      boolean moves = start < to && end >= to && accumulation.canRemove();
      if (moves && start - from < end - start) {
        remove(rows, from, start);
        add(rows, to, end);
      } else if (start == from && end >= to) {
        add(rows, to, end);
      } else {
        accumulation.clear();
        add(rows, start, end);
      }
      from = start;
      to = end;
      accumulation.result(results, i);
    }
  }

  // rows that are excluded come back for the next row, so each frame is computed by itself
  private void evaluateEach(Partition rows, ResultColumn results) {
    for (int i = 0; i < rows.size(); i++) {
      accumulation.clear();
      int row = frames.next(rows, i, frames.start(i));
      while (row < frames.end(i)) {
        add(rows, row, row + 1);
        row = frames.next(rows, i, row + 1);
      }
      accumulation.result(results, i);
    }
  }

  private void add(Partition rows, int from, int to) {
    for (int i = from; i < to; i++) {
      if (rows.isTrue(i, filter)) {
        accumulation.add(rows, i);
      }
    }
  }

  private void remove(Partition rows, int from, int to) {
    for (int i = from; i < to; i++) {
      if (rows.isTrue(i, filter)) {
        accumulation.remove(rows, i);
      }
    }
  }

  @Override
  public boolean seesTies() {
    return frames.seesTies() || accumulation.seesOrder();
  }
}

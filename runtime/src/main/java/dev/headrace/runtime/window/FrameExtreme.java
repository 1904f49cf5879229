package dev.headrace.runtime.window;

import dev.headrace.model.text.KeyCodec;

/**
 * MIN and MAX of a frame. A queue holds the rows that are, or may become, the extreme while the
 * frame moves on: each is better than all behind it, so a row that enters removes the worse ones
 * from the end, and every row enters and leaves once.
 */
public final class FrameExtreme implements WindowFunction {
  private final int argument;
  private final int filter;
  private final boolean greatest;
  private final Frames frames;
  private final ColumnKeys keys = new ColumnKeys();
  private int[] queue = new int[0];

  /**
   * @param argument column
   * @param filter BOOLEAN column that tells which rows take part; below 0 for all
   */
  public FrameExtreme(int argument, int filter, boolean greatest, Frames frames) {
    this.argument = argument;
    this.filter = filter;
    this.greatest = greatest;
    this.frames = frames;
  }

  @Override
  public void evaluate(Partition rows, ResultColumn results) {
    frames.compute(rows);
    keys.load(rows, argument, KeyCodec.Order.ASCENDING);
    results.references(rows, argument, argument);
    if (queue.length < rows.size()) {
      queue = new int[Math.max(rows.size(), 2 * queue.length)];
    }
    int head = 0;
    int tail = 0;
    int entered = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (; entered < frames.end(i); entered++) {
        if (!rows.isNull(entered, argument) && rows.isTrue(entered, filter)) {
          while (tail > head && isBetter(entered, queue[tail - 1])) {
            tail--;
          }
          queue[tail++] = entered;
        }
      }
      while (head < tail && queue[head] < frames.start(i)) {
        head++;
      }
      if (head < tail && frames.start(i) < frames.end(i)) {
        results.setReference(i, queue[head], false);
      } else {
        results.setNull(i);
      }
    }
  }

  private boolean isBetter(int row, int other) {
    int order = keys.compare(row, keys, other);
    return greatest ? order > 0 : order < 0;
  }

  @Override
  public boolean seesTies() {
    return frames.seesTies();
  }
}

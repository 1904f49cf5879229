package dev.headrace.runtime.window;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE: a value of one row of the frame. */
public final class FrameValue implements WindowFunction {
  /** Which row. */
  public enum Which {
    FIRST,
    LAST,
    NTH
  }

  private final Which which;
  private final int value;
  private final int number;
  private final Frames frames;

  /**
   * @param value column of the value
   * @param number column with the row's number from 1 on, INTEGER; below 0 if not NTH
   */
  public FrameValue(Which which, int value, int number, Frames frames) {
    this.which = which;
    this.value = value;
    this.number = number;
    this.frames = frames;
  }

  @Override
  public void evaluate(Partition rows, ResultColumn results) {
    frames.compute(rows);
    results.references(rows, value, value);
    for (int i = 0; i < rows.size(); i++) {
      long wanted =
          switch (which) {
            case FIRST -> frames.next(rows, i, frames.start(i));
            case LAST -> last(rows, i);
            case NTH -> nth(rows, i);
          };
      if (wanted >= frames.start(i) && wanted < frames.end(i)) {
        results.setReference(i, (int) wanted, false);
      } else {
        results.setNull(i);
      }
    }
  }

  private long last(Partition rows, int index) {
    int row = frames.end(index) - 1;
    while (row >= frames.start(index) && frames.next(rows, index, row) != row) {
      row--;
    }
    return row;
  }

  private long nth(Partition rows, int index) {
    if (rows.isNull(index, number)) {
      return -1;
    }
    int wanted = Rows.getInt(rows.slab(), rows.row(index) + rows.layout().offset(number));
    if (wanted <= 0) {
      throw new SqlException(
          ErrorCode.INVALID_ARGUMENT_FOR_NTH_VALUE,
          "argument of nth_value must be greater than zero");
    }
    if (!frames.excludes()) {
      return frames.start(index) + wanted - 1L;
    }
    int row = frames.next(rows, index, frames.start(index));
    for (int n = 1; n < wanted && row < frames.end(index); n++) {
      row = frames.next(rows, index, row + 1);
    }
    return row;
  }

  @Override
  public boolean seesTies() {
    return true;
  }
}

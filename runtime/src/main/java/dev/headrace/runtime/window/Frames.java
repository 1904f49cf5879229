package dev.headrace.runtime.window;

/**
 * The frame of each row of a partition: from a start to before an end. Both never move back from
 * one row to the next, whatever the frame; an end may lie before its start. Of the rows between
 * them some may be excluded: the current row, its peers, or both.
 */
public final class Frames {
  /** Which rows between start and end are no part of the frame. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  private final Exclusion exclusion;
  private final FrameBound start;
  private final FrameBound end;
  private final ColumnKeys values = new ColumnKeys();
  private final ColumnKeys wanted = new ColumnKeys();
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  public Frames(FrameBound start, FrameBound end, Exclusion exclusion) {
    this.start = start;
    this.end = end;
    this.exclusion = exclusion;
  }

  /** Whether rows between start and end may be no part of the frame. */
  public boolean excludes() {
    return exclusion != Exclusion.NO_OTHERS;
  }

  boolean seesTies() {
    boolean one = exclusion == Exclusion.CURRENT_ROW || exclusion == Exclusion.TIES;
    return one || start.seesTies() || end.seesTies();
  }

  /** Finds the frames of a partition's rows. */
  void compute(Partition rows) {
    if (starts.length < rows.size()) {
      starts = new int[Math.max(rows.size(), 2 * starts.length)];
      ends = new int[starts.length];
    }
    fill(rows, start, false, starts);
    fill(rows, end, true, ends);
  }

  int start(int index) {
    return starts[index];
  }

  /** Where the frame ends; its start if it is empty. */
  int end(int index) {
    return Math.max(starts[index], ends[index]);
  }

  /** The first row from one on that is in the frame of another; its end if there is none. */
  int next(Partition rows, int index, int row) {
    int from = row;
    while (from < end(index) && isExcluded(rows, index, from)) {
      from++;
    }
    return from;
  }

  private boolean isExcluded(Partition rows, int index, int row) {
    return switch (exclusion) {
      case NO_OTHERS -> false;
      case CURRENT_ROW -> row == index;
      case GROUP -> rows.group(row) == rows.group(index);
      case TIES -> row != index && rows.group(row) == rows.group(index);
    };
  }

  private void fill(Partition rows, FrameBound bound, boolean isEnd, int[] result) {
    int size = rows.size();
    switch (bound) {
      case FrameBound.Unbounded() -> java.util.Arrays.fill(result, 0, size, isEnd ? size : 0);
      case FrameBound.Row(long distance) -> {
        for (int i = 0; i < size; i++) {
          result[i] = Math.clamp(clampedSum(i, distance, isEnd), 0, size);
        }
      }
      case FrameBound.Peers(long distance) -> {
        int groups = rows.groupCount();
        for (int i = 0; i < size; i++) {
          int group = Math.clamp(clampedSum(rows.group(i), distance, isEnd), 0, groups);
          result[i] = rows.groupStart(group);
        }
      }
      case FrameBound.Value value -> fill(rows, value, isEnd, result);
    }
  }

  private static long clampedSum(int place, long distance, boolean isEnd) {
    long near = Math.clamp(distance, -(1L << 40), 1L << 40);
    return place + near + (isEnd ? 1 : 0);
  }

  // a wanted value that grows with the rows is found by walking on from the last place
  private void fill(Partition rows, FrameBound.Value bound, boolean isEnd, int[] result) {
    values.load(rows, bound.column(), bound.order());
    wanted.load(rows, bound.value(), bound.order());
    int at = 0;
    for (int i = 0; i < rows.size(); i++) {
      while (at < rows.size() && isBefore(values.compare(at, wanted, i), isEnd)) {
        at++;
      }
      result[i] = at;
    }
  }

  private static boolean isBefore(int order, boolean isEnd) {
    return isEnd ? order <= 0 : order < 0;
  }
}

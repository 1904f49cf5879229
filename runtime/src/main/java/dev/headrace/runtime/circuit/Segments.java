package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import dev.headrace.runtime.state.ColdRows;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of slab ranges that hold records back to back. Some may be rows of a table that are read
 * when they are asked for, and kept until the next such range is: who goes through a range should
 * ask for its slab once. Not thread-safe, but any number of threads may read it.
 */
public final class Segments {
  private static final int UNKNOWN = -1;
  private static final byte[] NOT_THERE = new byte[0];

  private byte[][] slabs = new byte[4][];
  // null as long as all rows are there
  private @Nullable ColdRows @Nullable [] cold;
  private @Nullable Loaded loaded;
  private int[] bounds = new int[8];
  private int size;
  private long bytes;

  /** The rows of a range that were read last. */
  private record Loaded(int index, ColdRows.Slab rows) {}

  /** All rows of a batch. */
  public static Segments of(Batch batch) {
    Segments segments = new Segments();
    segments.add(batch);
    return segments;
  }

  /** Adds {@code [from, to)} of a slab. */
  public void add(byte[] slab, int from, int to) {
    if (from == to) {
      return;
    }
    grow();
    slabs[size] = slab;
    bounds[2 * size] = from;
    bounds[2 * size + 1] = to;
    size++;
    bytes += to - from;
  }

  private void grow() {
    if (size == slabs.length) {
      slabs = Arrays.copyOf(slabs, size * 2);
      bounds = Arrays.copyOf(bounds, size * 4);
      cold = cold == null ? null : Arrays.copyOf(cold, size * 2);
    }
  }

  /** Adds rows that are read when they are asked for. */
  public void add(ColdRows rows) {
    add(rows, 0, UNKNOWN, rows.size());
  }

  private void add(ColdRows rows, int from, int to, int length) {
    add(NOT_THERE, 0, length);
    if (cold == null) {
      cold = new ColdRows[slabs.length];
    }
    cold[size - 1] = rows;
    bounds[2 * size - 2] = from;
    bounds[2 * size - 1] = to;
  }

  private ColdRows.@Nullable Slab load(int index) {
    @Nullable ColdRows[] all = cold;
    ColdRows rows = all == null ? null : all[index];
    if (rows == null) {
      return null;
    }
    Loaded last = loaded;
    if (last == null || last.index != index) {
      last = new Loaded(index, rows.load());
      loaded = last;
    }
    return last.rows;
  }

  /** Adds a copy of a row. */
  public void addCopy(byte[] slab, int row) {
    int length = Rows.length(slab, row);
    add(Arrays.copyOfRange(slab, row, row + length), 0, length);
  }

  /** Adds all rows of a batch, which must not change until the segments have been read. */
  public void add(Batch batch) {
    add(batch.bytes(), 0, batch.end());
  }

  public void addAll(Segments other) {
    for (int i = 0; i < other.size; i++) {
      add(other, i);
    }
  }

  /** Adds a range of others. */
  public void add(Segments other, int index) {
    ColdRows rows = other.cold == null ? null : other.cold[index];
    if (rows == null) {
      add(other.slabs[index], other.from(index), other.to(index));
    } else {
      int to = other.bounds[2 * index + 1];
      add(rows, other.from(index), to, to == UNKNOWN ? rows.size() : to - other.from(index));
    }
  }

  public int size() {
    return size;
  }

  /** Whether a range is read when it is asked for. */
  boolean isCold(int index) {
    return cold != null && cold[index] != null;
  }

  public byte[] slab(int index) {
    ColdRows.Slab rows = cold == null ? null : load(index);
    return rows == null ? slabs[index] : rows.bytes();
  }

  public int from(int index) {
    return bounds[2 * index];
  }

  public int to(int index) {
    int to = bounds[2 * index + 1];
    if (to == UNKNOWN) {
      to = Objects.requireNonNull(load(index)).end();
    }
    return to;
  }

  /** Bytes of all ranges; about how many, if some have to be read first. */
  public long bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public void clear() {
    Arrays.fill(slabs, 0, size, null);
    size = 0;
    bytes = 0;
    cold = null;
    loaded = null;
  }

  /** Number of rows, if the records are single rows. */
  public long rows() {
    long rows = 0;
    for (int i = 0; i < size; i++) {
      byte[] slab = slab(i);
      int to = to(i);
      for (int at = from(i); at < to; at += Rows.length(slab, at)) {
        rows++;
      }
    }
    return rows;
  }

  /** Cuts lists of single rows into parts of about equal bytes, at row boundaries. */
  public Segments[] split(int parts) {
    Segments[] result = new Segments[parts];
    for (int i = 0; i < parts; i++) {
      result[i] = new Segments();
    }
    long share = bytes / parts + 1;
    int part = 0;
    for (int i = 0; i < size; i++) {
      long room = part == parts - 1 ? Long.MAX_VALUE : share - result[part].bytes;
      if (cold != null && cold[i] != null && cold[i].size() <= room) {
        // as a whole, without a look at it
        result[part].add(cold[i], from(i), bounds[2 * i + 1], cold[i].size());
        if (part < parts - 1 && result[part].bytes >= share) {
          part++;
        }
        continue;
      }
      byte[] slab = slab(i);
      int from = from(i);
      int end = to(i);
      while (from < end) {
        room = part == parts - 1 ? Long.MAX_VALUE : share - result[part].bytes;
        int to = end - from <= room ? end : boundary(slab, from, (int) (from + room));
        if (cold == null || cold[i] == null) {
          result[part].add(slab, from, to);
        } else {
          result[part].add(cold[i], from, to, to - from);
        }
        from = to;
        if (part < parts - 1 && result[part].bytes >= share) {
          part++;
        }
      }
    }
    return result;
  }

  private static int boundary(byte[] slab, int from, int atLeast) {
    int at = from;
    while (at < atLeast) {
      at += Rows.length(slab, at);
    }
    return at;
  }
}

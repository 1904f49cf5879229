package dev.headrace.runtime.circuit;

import dev.headrace.model.Batch;
import dev.headrace.model.Rows;
import java.util.Arrays;

/** A list of slab ranges that hold records back to back. Not thread-safe. */
public final class Segments {
  private byte[][] slabs = new byte[4][];
  private int[] bounds = new int[8];
  private int size;
  private long bytes;

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
    if (size == slabs.length) {
      slabs = Arrays.copyOf(slabs, size * 2);
      bounds = Arrays.copyOf(bounds, size * 4);
    }
    slabs[size] = slab;
    bounds[2 * size] = from;
    bounds[2 * size + 1] = to;
    size++;
    bytes += to - from;
  }

  /** Adds all rows of a batch, which must not change until the segments have been read. */
  public void add(Batch batch) {
    add(batch.bytes(), 0, batch.end());
  }

  public void addAll(Segments other) {
    for (int i = 0; i < other.size; i++) {
      add(other.slab(i), other.from(i), other.to(i));
    }
  }

  public int size() {
    return size;
  }

  public byte[] slab(int index) {
    return slabs[index];
  }

  public int from(int index) {
    return bounds[2 * index];
  }

  public int to(int index) {
    return bounds[2 * index + 1];
  }

  /** Bytes of all ranges. */
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
  }

  /** Number of rows, if the records are single rows. */
  public long rows() {
    long rows = 0;
    for (int i = 0; i < size; i++) {
      for (int at = from(i); at < to(i); at += Rows.length(slab(i), at)) {
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
      int from = from(i);
      while (from < to(i)) {
        long room = part == parts - 1 ? Long.MAX_VALUE : share - result[part].bytes;
        int to = to(i) - from <= room ? to(i) : boundary(slab(i), from, (int) (from + room));
        result[part].add(slab(i), from, to);
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

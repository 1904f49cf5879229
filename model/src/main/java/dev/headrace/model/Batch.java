package dev.headrace.model;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A delta: rows of one layout one after the other in a slab, each with its weight in its header. A
 * bag of rows is a delta whose weights are positive. The same row may occur several times; its
 * weights then add up.
 *
 * <p>Writers reserve room, write a row, then {@link #commit} it. Not thread-safe. Readers may share
 * a batch that is no longer written.
 */
public final class Batch {
  /** The longest slab, in bytes. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private final LongConsumer growth;
  private byte[] bytes;
  private int end;
  private int rows;

  public Batch() {
    this(1024);
  }

  /** An empty batch with room for that many bytes. */
  public Batch(int capacity) {
    this(capacity, bytes -> {});
  }

  /** An empty batch that tells how many bytes it takes more or less; that may refuse them. */
  public Batch(LongConsumer growth) {
    this(1024, growth);
  }

  /** An empty batch with room for that many bytes that tells how many it takes more or less. */
  public Batch(int capacity, LongConsumer growth) {
    this.growth = growth;
    int length = Rows.align(Math.max(capacity, 64));
    growth.accept(length);
    this.bytes = new byte[length];
  }

  private Batch(byte[] bytes, int end, int rows) {
    this.growth = taken -> {};
    this.bytes = bytes;
    this.end = end;
    this.rows = rows;
  }

  /**
   * A batch of rows that are in a slab already, which belongs to it from now on.
   *
   * @param end where the slab's last row ends; the first is at its beginning
   * @param rows how many there are
   */
  public static Batch of(byte[] slab, int end, int rows) {
    return new Batch(slab, end, rows);
  }

  /** A small empty batch in the place of this one, which is given up. */
  public Batch replaced() {
    growth.accept(-bytes.length);
    return new Batch(1024, growth);
  }

  /**
   * The slab. Rows are in {@code [0, end())}. Changes identity when {@link #reserve} has to grow
   * it.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the next row will start. */
  public int end() {
    return end;
  }

  /** Number of rows, whatever their weights. */
  public int rows() {
    return rows;
  }

  public boolean isEmpty() {
    return rows == 0;
  }

  /**
   * Makes room for that many bytes after {@link #end()} and returns the slab. The room's contents
   * are undefined.
   *
   * @throws SqlException {@link ErrorCode#PROGRAM_LIMIT_EXCEEDED} beyond {@link #MAX_BYTES}
   */
  public byte[] reserve(int length) {
    if (bytes.length - end < length) {
      grow(length);
    }
    return bytes;
  }

  private void grow(int length) {
    long needed = (long) end + length;
    if (needed > MAX_BYTES) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a batch of rows exceeds " + MAX_BYTES + " bytes");
    }
    int grown = (int) Math.min(MAX_BYTES, Math.max(needed, bytes.length * 2L));
    growth.accept(grown - bytes.length);
    bytes = Arrays.copyOf(bytes, grown);
  }

  /** Ends the row that was written at {@link #end()}; its header holds its length. */
  public void commit(int length) {
    end += length;
    rows++;
  }

  /** Appends a copy of a row with another weight. */
  public void append(byte[] source, int row, int weight) {
    int length = Rows.length(source, row);
    byte[] target = reserve(length);
    System.arraycopy(source, row, target, end, length);
    Rows.setWeight(target, end, weight);
    commit(length);
  }

  /** Appends a copy of a row with its weight. */
  public void append(byte[] source, int row) {
    append(source, row, Rows.weight(source, row));
  }

  /** Appends copies of all rows of another batch of the same layout. */
  public void appendAll(Batch other) {
    byte[] target = reserve(other.end);
    System.arraycopy(other.bytes, 0, target, end, other.end);
    end += other.end;
    rows += other.rows;
  }

  /** Appends copies of the rows in {@code [from, to)} of a slab. */
  public void appendAll(byte[] source, int from, int to) {
    byte[] target = reserve(to - from);
    System.arraycopy(source, from, target, end, to - from);
    int stop = end + to - from;
    while (end < stop) {
      end += Rows.length(target, end);
      rows++;
    }
  }

  /** Forgets all rows and keeps the memory. */
  public void clear() {
    end = 0;
    rows = 0;
  }

  /** Forgets the rows from a position of {@link #end()} and {@link #rows()} noted earlier. */
  public void truncate(int endBefore, int rowsBefore) {
    end = endBefore;
    rows = rowsBefore;
  }

  /** Offset of the row after the one at an offset; stop at {@link #end()}. */
  public int next(int row) {
    return row + Rows.length(bytes, row);
  }
}

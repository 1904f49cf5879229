package dev.headrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A run of bytes in somebody's array: a text, bytea, jsonb or array value.
 *
 * <p>A flyweight. Compiled code keeps one per expression and points it at row after row, so a slice
 * handed to you is yours only until the next row: {@link #copy()} what you keep. Functions that
 * produce bytes take a slice to fill; {@link #buffer(int)} gives its own, growing, memory. Values
 * made by {@link #of} and held by literals are never pointed elsewhere.
 *
 * <p>Equality, hash and order are those of the unsigned bytes, which for UTF-8 is code point order,
 * PostgreSQL's collation "C".
 */
public final class Slice implements Comparable<Slice> {
  private static final byte[] NONE = new byte[0];

  private byte[] base;
  private int offset;
  private int length;
  private byte[] own = NONE;

  /** An empty slice, to be pointed or filled. */
  public Slice() {
    this.base = NONE;
  }

  private Slice(byte[] base, int offset, int length) {
    this.base = base;
    this.offset = offset;
    this.length = length;
  }

  /** The UTF-8 bytes of a string. */
  public static Slice of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All bytes of an array, not copied. */
  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  /** Bytes {@code [offset, offset + length)} of an array, not copied. */
  public static Slice of(byte[] bytes, int offset, int length) {
    return new Slice(bytes, offset, length);
  }

  public byte[] base() {
    return base;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return base[offset + index] & 0xff;
  }

  /** Points this slice at other bytes. */
  public Slice set(byte[] bytes, int start, int count) {
    this.base = bytes;
    this.offset = start;
    this.length = count;
    return this;
  }

  /** Points this slice at another's bytes. */
  public Slice set(Slice other) {
    return set(other.base, other.offset, other.length);
  }

  /**
   * This slice's own memory of at least that many bytes, contents undefined. It stays the same
   * array until it has to grow. Write, then {@link #own(int)}.
   */
  public byte[] buffer(int capacity) {
    if (own.length < capacity) {
      own = new byte[Math.max(capacity, Math.min(own.length * 2, Integer.MAX_VALUE - 8))];
    }
    return own;
  }

  /** Points this slice at the first bytes of its own memory. */
  public Slice own(int count) {
    return set(own, 0, count);
  }

  /** A value of its own that later rows do not change. */
  public Slice copy() {
    return of(toBytes());
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(base, offset, offset + length);
  }

  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(
        base, offset, offset + length, other.base, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slice that
        && Arrays.equals(
            base, offset, offset + length, that.base, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + base[i];
    }
    return hash;
  }

  /** The bytes read as UTF-8. */
  @Override
  public String toString() {
    return new String(base, offset, length, StandardCharsets.UTF_8);
  }
}

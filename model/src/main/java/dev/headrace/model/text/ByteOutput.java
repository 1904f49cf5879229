package dev.headrace.model.text;

import dev.headrace.model.Slice;
import java.util.Arrays;

/**
 * A growing run of bytes. Reuse one with {@link #clear()}; the memory stays. Numbers are written
 * big endian, the order of PostgreSQL's protocol and of sortable keys.
 */
public final class ByteOutput {
  private byte[] bytes;
  private int length;

  public ByteOutput() {
    this(64);
  }

  /** Empty, with room for that many bytes. */
  public ByteOutput(int capacity) {
    this.bytes = new byte[Math.max(capacity, 16)];
  }

  /** The bytes so far are {@code [0, length())}; changes identity when it grows. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  /** Forgets what comes after, or takes in what was written to {@link #reserve}d room. */
  public void length(int newLength) {
    length = newLength;
  }

  /** Makes room for that many more bytes and returns the array to write them to at length(). */
  public byte[] reserve(int more) {
    if (bytes.length - length < more) {
      long wanted = Math.max((long) length + more, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    return bytes;
  }

  public void writeByte(int value) {
    reserve(1)[length++] = (byte) value;
  }

  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  public void write(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, reserve(count), length, count);
    length += count;
  }

  public void write(Slice source) {
    write(source.base(), source.offset(), source.length());
  }

  /** Characters below 128. */
  public void writeAscii(String text) {
    byte[] target = reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      target[length++] = (byte) text.charAt(i);
    }
  }

  public void writeShort(int value) {
    byte[] target = reserve(2);
    target[length++] = (byte) (value >>> 8);
    target[length++] = (byte) value;
  }

  public void writeInt(int value) {
    byte[] target = reserve(4);
    target[length] = (byte) (value >>> 24);
    target[length + 1] = (byte) (value >>> 16);
    target[length + 2] = (byte) (value >>> 8);
    target[length + 3] = (byte) value;
    length += 4;
  }

  public void writeLong(long value) {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** A value of its own with the bytes so far. */
  public Slice toSlice() {
    return Slice.of(toBytes());
  }

  /** Copies the bytes into a slice's own memory. */
  public Slice toSlice(Slice out) {
    System.arraycopy(bytes, 0, out.buffer(length), 0, length);
    return out.own(length);
  }
}

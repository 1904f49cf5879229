package dev.headrace.connect.parquet;

import dev.headrace.model.Rows;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes small numbers from runs of equal ones and groups of bit-packed ones, the form of levels
 * and dictionary indexes (Parquet specification, "Run Length Encoding / Bit-Packing Hybrid").
 *
 * <p>Decodes a page at once and allocates nothing that the data asks for, so damaged data does no
 * more harm than an error.
 */
final class HybridDecoder {
  private static final int MAX_BIT_WIDTH = 32;

  private final byte[] bytes;
  private final int end;
  private final int bitWidth;
  private final long mask;
  private int position;

  /** Decodes bytes {@code [start, end)}. */
  HybridDecoder(byte[] bytes, int start, int end, int bitWidth) throws IOException {
    if (start < 0 || end > bytes.length || bitWidth < 0 || bitWidth > MAX_BIT_WIDTH) {
      throw new IOException("numbers of " + bitWidth + " bits from " + start + " to " + end);
    }
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.bitWidth = bitWidth;
    this.mask = (1L << bitWidth) - 1;
  }

  /** Decodes so many numbers to the start of an array. */
  void decode(int[] target, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int header = varint();
      int left = count - done;
      if ((header & 1) == 0) {
        int length = Math.min(left, header >>> 1);
        Arrays.fill(target, done, done + length, runValue());
        done += length;
      } else {
        int length = (int) Math.min(left, (header >>> 1) * 8L);
        unpack(target, done, length);
        position += (int) Math.min(end - position, (long) (header >>> 1) * bitWidth);
        done += length;
      }
    }
  }

  private int varint() throws IOException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = next();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("number is too long");
  }

  private int next() throws IOException {
    if (position >= end) {
      throw new IOException("numbers end too early");
    }
    return bytes[position++] & 0xff;
  }

  private int runValue() throws IOException {
    int value = 0;
    for (int shift = 0; shift < bitWidth; shift += 8) {
      value |= next() << shift;
    }
    return value;
  }

  /** The last group may be cut off behind the last number that counts. */
  private void unpack(int[] target, int offset, int count) throws IOException {
    long bits = (long) count * bitWidth;
    if (position + (bits + 7) / 8 > end) {
      throw new IOException("numbers end too early");
    }
    long bit = (long) position * 8;
    for (int i = offset; i < offset + count; i++, bit += bitWidth) {
      target[i] = (int) (word((int) (bit >>> 3)) >>> (bit & 7) & mask);
    }
  }

  /** Eight bytes, zeros behind the array's end. */
  private long word(int at) {
    if (at + 8 <= bytes.length) {
      return Rows.getLong(bytes, at);
    }
    long word = 0;
    for (int i = bytes.length - 1; i >= at; i--) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return word;
  }
}

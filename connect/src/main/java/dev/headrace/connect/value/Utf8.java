package dev.headrace.connect.value;

import dev.headrace.model.Rows;

/** Checks UTF-8 as PostgreSQL does: shortest forms, no surrogates, no NUL. */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;

  private Utf8() {}

  /** Whether the bytes are a text. */
  public static boolean isValid(byte[] bytes, int start, int length) {
    int end = start + length;
    int position = start;
    while (position < end) {
      if (position + 8 <= end) {
        long word = Rows.getLong(bytes, position);
        // The second term is zero unless a byte is: exact as long as no high bit is set.
        if (((word | (word - LOW_BITS)) & HIGH_BITS) == 0) {
          position += 8;
          continue;
        }
      }
      int size = sequence(bytes, position, end);
      if (size == 0) {
        return false;
      }
      position += size;
    }
    return true;
  }

  /** Length of the character at an offset, or 0 if there is none (Unicode 15, table 3-7). */
  private static int sequence(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return first == 0 ? 0 : 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + size > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}

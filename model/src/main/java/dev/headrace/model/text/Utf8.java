package dev.headrace.model.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;

/** UTF-8 by the byte: counting, stepping, checking, and single characters. */
public final class Utf8 {
  private Utf8() {}

  /** Whether a byte continues a character. */
  public static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  public static boolean isAscii(byte[] bytes, int offset, int length) {
    int or = 0;
    for (int i = offset; i < offset + length; i++) {
      or |= bytes[i];
    }
    return or >= 0;
  }

  /** Number of characters (code points). */
  public static int count(byte[] bytes, int offset, int length) {
    int count = 0;
    for (int i = offset; i < offset + length; i++) {
      count += (bytes[i] >> 6) == -2 ? 0 : 1;
    }
    return count;
  }

  /** Offset of the character that many characters after another, at most the end. */
  public static int advance(byte[] bytes, int offset, int end, long characters) {
    int i = offset;
    for (long left = characters; left > 0 && i < end; left--) {
      i += length(bytes[i]);
    }
    return Math.min(i, end);
  }

  /** Bytes of the character with this first byte. */
  public static int length(byte first) {
    return first >= 0 ? 1 : first < (byte) 0xe0 ? 2 : first < (byte) 0xf0 ? 3 : 4;
  }

  /** The character at an offset. */
  public static int codePoint(byte[] bytes, int i) {
    int first = bytes[i];
    return switch (length(bytes[i])) {
      case 1 -> first;
      case 2 -> (first & 0x1f) << 6 | tail(bytes, i + 1);
      case 3 -> (first & 0x0f) << 12 | tail(bytes, i + 1) << 6 | tail(bytes, i + 2);
      default ->
          (first & 0x07) << 18
              | tail(bytes, i + 1) << 12
              | tail(bytes, i + 2) << 6
              | tail(bytes, i + 3);
    };
  }

  private static int tail(byte[] bytes, int i) {
    return bytes[i] & 0x3f;
  }

  /** Writes a character and returns the offset after it; at most four bytes. */
  public static int write(int codePoint, byte[] target, int offset) {
    int at = offset;
    if (codePoint < 0x80) {
      target[at++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      target[at++] = (byte) (0xc0 | codePoint >> 6);
      target[at++] = (byte) (0x80 | codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      target[at++] = (byte) (0xe0 | codePoint >> 12);
      target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      target[at++] = (byte) (0x80 | codePoint & 0x3f);
    } else {
      target[at++] = (byte) (0xf0 | codePoint >> 18);
      target[at++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      target[at++] = (byte) (0x80 | codePoint & 0x3f);
    }
    return at;
  }

  /**
   * Checks bytes from outside.
   *
   * @throws SqlException 22021 for a NUL or for what is not UTF-8
   */
  public static void check(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      if (bytes[i] > 0) {
        i++;
        continue;
      }
      int size = bytes[i] == 0 ? 1 : length(bytes[i]);
      if (bytes[i] == 0 || size > end - i || !isWellFormed(bytes, i, size)) {
        throw invalid(bytes, i, Math.min(size, end - i));
      }
      i += size;
    }
  }

  private static boolean isWellFormed(byte[] bytes, int i, int size) {
    if ((bytes[i] & 0xff) < 0xc2) {
      return false;
    }
    for (int tail = 1; tail < size; tail++) {
      if (!isContinuation(bytes[i + tail])) {
        return false;
      }
    }
    int character = codePoint(bytes, i);
    return switch (size) {
      case 2 -> true;
      case 3 -> character >= 0x800 && (character < 0xd800 || character > 0xdfff);
      default -> character >= 0x10000 && character <= 0x10ffff && (bytes[i] & 0xff) < 0xf8;
    };
  }

  private static SqlException invalid(byte[] bytes, int offset, int count) {
    StringBuilder message = new StringBuilder("invalid byte sequence for encoding \"UTF8\":");
    for (int i = 0; i < count; i++) {
      message.append(" 0x%02x".formatted(bytes[offset + i] & 0xff));
    }
    return new SqlException(ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, message.toString());
  }
}

package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.Utf8;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Functions on BYTEA. Bits are counted from the lowest of the first byte. */
public final class Bytes {
  private Bytes() {}

  public static Slice sha224(Slice bytes, Slice out) {
    return digest("SHA-224", bytes, out);
  }

  public static Slice sha384(Slice bytes, Slice out) {
    return digest("SHA-384", bytes, out);
  }

  private static Slice digest(String algorithm, Slice bytes, Slice out) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(bytes.base(), bytes.offset(), bytes.length());
      return out.set(Slice.of(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** GET_BYTE. */
  public static int byteAt(Slice bytes, int index) {
    check(index, bytes.length());
    return bytes.at(index) & 0xff;
  }

  /** SET_BYTE. */
  public static Slice withByte(Slice bytes, int index, int value, Slice out) {
    check(index, bytes.length());
    byte[] changed = bytes.toBytes();
    changed[index] = (byte) value;
    return out.set(Slice.of(changed));
  }

  /** GET_BIT. */
  public static int bitAt(Slice bytes, long index) {
    check(index, bytes.length() * 8L);
    return bytes.at((int) (index / 8)) >> (index % 8) & 1;
  }

  /** SET_BIT. */
  public static Slice withBit(Slice bytes, long index, int value, Slice out) {
    check(index, bytes.length() * 8L);
    if (value != 0 && value != 1) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
    }
    byte[] changed = bytes.toBytes();
    int mask = 1 << (index % 8);
    int at = (int) (index / 8);
    changed[at] = (byte) (value == 1 ? changed[at] | mask : changed[at] & ~mask);
    return out.set(Slice.of(changed));
  }

  private static void check(long index, long count) {
    if (index < 0 || index >= count) {
      throw new SqlException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR,
          "index " + index + " out of valid range, 0.." + (count - 1));
    }
  }

  /** BIT_COUNT. */
  public static long bitCount(Slice bytes) {
    long count = 0;
    for (int i = 0; i < bytes.length(); i++) {
      count += Integer.bitCount(bytes.at(i) & 0xff);
    }
    return count;
  }

  /** SUBSTRING to the end, from 1. */
  public static Slice part(Slice bytes, int start, Slice out) {
    int from = Math.clamp(start - 1L, 0, bytes.length());
    return out.set(bytes.base(), bytes.offset() + from, bytes.length() - from);
  }

  /** SUBSTRING of a length. */
  public static Slice part(Slice bytes, int start, int count, Slice out) {
    if (count < 0) {
      throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    int from = Math.clamp(start - 1L, 0, bytes.length());
    int to = Math.clamp(start - 1L + count, from, bytes.length());
    return out.set(bytes.base(), bytes.offset() + from, to - from);
  }

  /** CONVERT_FROM, of UTF-8. */
  public static Slice toText(Slice bytes, Slice encoding, Slice out) {
    requireUtf8(encoding, "source");
    Utf8.check(bytes.base(), bytes.offset(), bytes.length());
    return out.set(bytes);
  }

  /** CONVERT_TO, to UTF-8. */
  public static Slice ofText(Slice text, Slice encoding, Slice out) {
    requireUtf8(encoding, "destination");
    return out.set(text);
  }

  private static void requireUtf8(Slice encoding, String which) {
    String name = encoding.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (!Arrays.asList("utf8", "unicode").contains(name)) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "invalid " + which + " encoding name \"" + encoding + "\"");
    }
  }
}

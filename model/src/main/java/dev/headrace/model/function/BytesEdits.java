package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.BitSet;

/** What texts have for bytes as well: TRIM, OVERLAY, POSITION. */
public final class BytesEdits {
  private BytesEdits() {}

  /** BTRIM: without those of a set of bytes at both ends. */
  public static Slice trim(Slice bytes, Slice set, Slice out) {
    return trim(bytes, set, true, true, out);
  }

  public static Slice trimLeft(Slice bytes, Slice set, Slice out) {
    return trim(bytes, set, true, false, out);
  }

  public static Slice trimRight(Slice bytes, Slice set, Slice out) {
    return trim(bytes, set, false, true, out);
  }

  private static Slice trim(Slice bytes, Slice set, boolean left, boolean right, Slice out) {
    BitSet trimmed = new BitSet();
    for (int i = 0; i < set.length(); i++) {
      trimmed.set(set.at(i) & 0xff);
    }
    int from = 0;
    int to = bytes.length();
    while (left && from < to && trimmed.get(bytes.at(from) & 0xff)) {
      from++;
    }
    while (right && to > from && trimmed.get(bytes.at(to - 1) & 0xff)) {
      to--;
    }
    return out.set(bytes.base(), bytes.offset() + from, to - from);
  }

  /** OVERLAY of as many bytes as there are new ones. */
  public static Slice overlay(Slice bytes, Slice with, int from, Slice out) {
    return overlay(bytes, with, from, with.length(), out);
  }

  /** OVERLAY. */
  public static Slice overlay(Slice bytes, Slice with, int from, int count, Slice out) {
    if (from <= 0) {
      throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    int resume = Arithmetic.add(from, count);
    int head = Math.min(bytes.length(), from - 1);
    int tail = Math.clamp(resume - 1L, 0, bytes.length());
    byte[] old = bytes.toBytes();
    byte[] result = new byte[Math.addExact(head + with.length(), old.length - tail)];
    System.arraycopy(old, 0, result, 0, head);
    System.arraycopy(with.toBytes(), 0, result, head, with.length());
    System.arraycopy(old, tail, result, head + with.length(), old.length - tail);
    return out.set(Slice.of(result));
  }

  /** POSITION, from 1; 0 if it is not there. */
  public static int position(Slice part, Slice whole) {
    for (int at = 0; at + part.length() <= whole.length(); at++) {
      int same = 0;
      while (same < part.length() && whole.at(at + same) == part.at(same)) {
        same++;
      }
      if (same == part.length()) {
        return at + 1;
      }
    }
    return 0;
  }
}

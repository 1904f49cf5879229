package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.Utf8;

/**
 * Lengths, parts and combinations of text. Lengths and positions count characters (code points),
 * positions start at 1. What is a part of its argument is returned as a view of it.
 */
public final class Texts {
  /** The longest value a function makes, 64 MiB; PostgreSQL's limit is one GiB. */
  static final long MAX_BYTES = 64 << 20;

  private static final Slice BLANK = Slice.of(" ");

  private Texts() {}

  /** Number of characters. */
  public static int length(Slice text) {
    return Utf8.count(text.base(), text.offset(), text.length());
  }

  /** Number of characters of a CHAR, trailing blanks not counted. */
  public static int lengthOfCharacter(Slice text) {
    return Utf8.count(text.base(), text.offset(), Comparisons.lengthWithoutBlanks(text));
  }

  /** Number of bytes. */
  public static int octetLength(Slice text) {
    return text.length();
  }

  /** Number of bits. */
  public static int bitLength(Slice text) {
    return Arithmetic.multiply(text.length(), 8);
  }

  public static Slice concat(Slice left, Slice right, Slice out) {
    byte[] target = buffer(out, (long) left.length() + right.length());
    copy(left, target, 0);
    copy(right, target, left.length());
    return out.own(left.length() + right.length());
  }

  /** Without its trailing blanks: what a CHAR is as TEXT. */
  public static Slice stripBlanks(Slice text, Slice out) {
    return out.set(text.base(), text.offset(), Comparisons.lengthWithoutBlanks(text));
  }

  // Parts

  /** From a position to the end. */
  public static Slice substring(Slice text, int from, Slice out) {
    return characters(text, Math.max(0L, from - 1L), Long.MAX_VALUE, out);
  }

  /** That many characters from a position, of which those before the first do not exist. */
  public static Slice substring(Slice text, int from, int count, Slice out) {
    if (count < 0) {
      throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long start = Math.max(0L, from - 1L);
    return characters(text, start, Math.max(0, from - 1L + count - start), out);
  }

  /** The first characters, or for a negative count all but that many last ones. */
  public static Slice left(Slice text, int count, Slice out) {
    if (count >= text.length()) {
      // no text has more characters than bytes
      return out.set(text);
    }
    return characters(text, 0, count >= 0 ? count : (long) length(text) + count, out);
  }

  /** The last characters, or for a negative count all but that many first ones. */
  public static Slice right(Slice text, int count, Slice out) {
    long start = count >= 0 ? (long) length(text) - count : -(long) count;
    return characters(text, Math.max(0, start), Long.MAX_VALUE, out);
  }

  private static Slice characters(Slice text, long start, long count, Slice out) {
    int end = text.offset() + text.length();
    int from = Utf8.advance(text.base(), text.offset(), end, start);
    int to = Utf8.advance(text.base(), from, end, Math.max(0, count));
    return out.set(text.base(), from, to - from);
  }

  /** Position of the first occurrence, or 0; the empty text is found at once. */
  public static int position(Slice text, Slice part) {
    int at = find(text, part, 0);
    return at < 0 ? 0 : Utf8.count(text.base(), text.offset(), at) + 1;
  }

  /** Index of the byte where a part occurs at or after another index, or -1. */
  static int find(Slice text, Slice part, int from) {
    int last = text.length() - part.length();
    for (int i = from; i <= last; i++) {
      if (matches(text, i, part)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(Slice text, int index, Slice part) {
    for (int i = 0; i < part.length(); i++) {
      if (text.at(index + i) != part.at(i)) {
        return false;
      }
    }
    return true;
  }

  public static boolean startsWith(Slice text, Slice prefix) {
    return prefix.length() <= text.length() && matches(text, 0, prefix);
  }

  /** The n-th of the fields between delimiters, from the end if n is negative. */
  public static Slice splitPart(Slice text, Slice delimiter, int n, Slice out) {
    if (n == 0) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "field position must not be zero");
    }
    if (delimiter.length() == 0 || text.length() == 0) {
      return n == 1 || n == -1 ? out.set(text) : out.own(0);
    }
    long wanted = n > 0 ? n : fields(text, delimiter) + n + 1L;
    int start = 0;
    for (long field = 1; field <= wanted; field++) {
      int next = find(text, delimiter, start);
      int end = next < 0 ? text.length() : next;
      if (field == wanted) {
        return out.set(text.base(), text.offset() + start, end - start);
      }
      if (next < 0) {
        break;
      }
      start = next + delimiter.length();
    }
    return out.own(0);
  }

  private static int fields(Slice text, Slice delimiter) {
    int fields = 1;
    for (int at = find(text, delimiter, 0);
        at >= 0;
        at = find(text, delimiter, at + delimiter.length())) {
      fields++;
    }
    return fields;
  }

  // Trimming

  public static Slice trim(Slice text, Slice out) {
    return trim(text, BLANK, true, true, out);
  }

  public static Slice trim(Slice text, Slice characters, Slice out) {
    return trim(text, characters, true, true, out);
  }

  public static Slice trimLeft(Slice text, Slice out) {
    return trim(text, BLANK, true, false, out);
  }

  public static Slice trimLeft(Slice text, Slice characters, Slice out) {
    return trim(text, characters, true, false, out);
  }

  public static Slice trimRight(Slice text, Slice out) {
    return trim(text, BLANK, false, true, out);
  }

  public static Slice trimRight(Slice text, Slice characters, Slice out) {
    return trim(text, characters, false, true, out);
  }

  private static Slice trim(Slice text, Slice characters, boolean left, boolean right, Slice out) {
    byte[] bytes = text.base();
    int start = text.offset();
    int end = start + text.length();
    while (left && start < end && contains(characters, bytes, start)) {
      start += Utf8.length(bytes[start]);
    }
    while (right && end > start) {
      int last = end - 1;
      while (last > start && Utf8.isContinuation(bytes[last])) {
        last--;
      }
      if (!contains(characters, bytes, last)) {
        break;
      }
      end = last;
    }
    return out.set(bytes, start, end - start);
  }

  private static boolean contains(Slice characters, byte[] bytes, int at) {
    int wanted = Utf8.codePoint(bytes, at);
    int end = characters.offset() + characters.length();
    for (int i = characters.offset(); i < end; i += Utf8.length(characters.base()[i])) {
      if (Utf8.codePoint(characters.base(), i) == wanted) {
        return true;
      }
    }
    return false;
  }

  // Building

  /** All occurrences of a part replaced. */
  public static Slice replace(Slice text, Slice from, Slice to, Slice out) {
    int found = from.length() == 0 ? -1 : find(text, from, 0);
    if (found < 0) {
      return out.set(text);
    }
    long occurrences = fields(text, from) - 1L;
    byte[] target = buffer(out, text.length() + occurrences * ((long) to.length() - from.length()));
    int start = 0;
    int at = 0;
    while (found >= 0) {
      at = copy(text, start, found, target, at);
      at = copy(to, target, at);
      start = found + from.length();
      found = find(text, from, start);
    }
    return out.own(copy(text, start, text.length(), target, at));
  }

  /** POSITION of a part in a text, from 1; 0 if it is not there. */
  public static int positionOf(Slice part, Slice text) {
    return position(text, part);
  }

  /** As many characters as the replacement has replaced from a position. */
  public static Slice overlay(Slice text, Slice with, int from, Slice out) {
    return overlay(text, with, from, length(with), out);
  }

  /** That many characters replaced from a position. */
  public static Slice overlay(Slice text, Slice with, int from, int count, Slice out) {
    if (from <= 0) {
      throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    int resume = Arithmetic.add(from, count);
    int end = text.offset() + text.length();
    int head = Utf8.advance(text.base(), text.offset(), end, from - 1L) - text.offset();
    int tail =
        Utf8.advance(text.base(), text.offset(), end, Math.max(0, resume - 1L)) - text.offset();
    byte[] target = buffer(out, (long) head + with.length() + text.length() - tail);
    int at = copy(text, 0, head, target, 0);
    at = copy(with, target, at);
    return out.own(copy(text, tail, text.length(), target, at));
  }

  public static Slice padLeft(Slice text, int length, Slice out) {
    return padLeft(text, length, BLANK, out);
  }

  /** Filled on the left to a length, or cut on the right. */
  public static Slice padLeft(Slice text, int length, Slice fill, Slice out) {
    return pad(text, length, fill, true, out);
  }

  public static Slice padRight(Slice text, int length, Slice out) {
    return padRight(text, length, BLANK, out);
  }

  /** Filled or cut on the right to a length. */
  public static Slice padRight(Slice text, int length, Slice fill, Slice out) {
    return pad(text, length, fill, false, out);
  }

  private static Slice pad(Slice text, int length, Slice fill, boolean left, Slice out) {
    int missing = length - length(text);
    if (missing <= 0 || fill.length() == 0) {
      return left(text, Math.max(0, length), out);
    }
    int fillLength = length(fill);
    int whole = missing / fillLength;
    int fillEnd = fill.offset() + fill.length();
    int part =
        Utf8.advance(fill.base(), fill.offset(), fillEnd, missing % fillLength) - fill.offset();
    byte[] target = buffer(out, text.length() + (long) whole * fill.length() + part);
    int at = left ? 0 : copy(text, target, 0);
    for (int i = 0; i < whole; i++) {
      at = copy(fill, target, at);
    }
    at = copy(fill, 0, part, target, at);
    return out.own(left ? copy(text, target, at) : at);
  }

  public static Slice repeat(Slice text, int count, Slice out) {
    int times = Math.max(0, count);
    byte[] target = buffer(out, (long) text.length() * times);
    int at = 0;
    for (int i = 0; i < times && text.length() > 0; i++) {
      at = copy(text, target, at);
    }
    return out.own(at);
  }

  public static Slice reverse(Slice text, Slice out) {
    byte[] target = buffer(out, text.length());
    int end = text.length();
    int at = 0;
    while (at < text.length()) {
      int size = Math.min(Utf8.length(text.base()[text.offset() + at]), text.length() - at);
      end -= size;
      copy(text, at, at + size, target, end);
      at += size;
    }
    return out.own(text.length());
  }

  /** Each character of one set replaced by its counterpart of another, or removed. */
  public static Slice translate(Slice text, Slice from, Slice to, Slice out) {
    byte[] target = buffer(out, 4L * text.length());
    int end = text.offset() + text.length();
    int at = 0;
    for (int i = text.offset(); i < end; i += Utf8.length(text.base()[i])) {
      int character = Utf8.codePoint(text.base(), i);
      int index = indexOf(from, character);
      if (index >= 0) {
        int toEnd = to.offset() + to.length();
        int place = Utf8.advance(to.base(), to.offset(), toEnd, index);
        if (place == toEnd) {
          continue;
        }
        character = Utf8.codePoint(to.base(), place);
      }
      at = Utf8.write(character, target, at);
    }
    return out.own(at);
  }

  private static int indexOf(Slice characters, int wanted) {
    int end = characters.offset() + characters.length();
    int index = 0;
    for (int i = characters.offset(); i < end; i += Utf8.length(characters.base()[i])) {
      if (Utf8.codePoint(characters.base(), i) == wanted) {
        return index;
      }
      index++;
    }
    return -1;
  }

  // Bytes

  static int copy(Slice source, byte[] target, int at) {
    return copy(source, 0, source.length(), target, at);
  }

  /** Copies bytes [from, to) of a slice and returns the offset after them. */
  static int copy(Slice source, int from, int to, byte[] target, int at) {
    System.arraycopy(source.base(), source.offset() + from, target, at, to - from);
    return at + to - from;
  }

  /** Room in a slice's own memory. */
  static byte[] buffer(Slice out, long length) {
    if (length > MAX_BYTES) {
      throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
    }
    return out.buffer((int) length);
  }
}

package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.Utf8;

/**
 * LIKE and ILIKE. Works on bytes: two UTF-8 texts are equal when their bytes are, only {@code _}
 * has to step over a whole character. Time is at most length times length of the pattern, since
 * after a second {@code %} the first need never be tried again.
 */
public final class Like {
  private static final int NO_ESCAPE = -1;

  private Like() {}

  /** LIKE with backslash as the escape character. */
  public static boolean like(Slice text, Slice pattern) {
    return matches(text, pattern, '\\');
  }

  /**
   * LIKE with an escape character, or without one if that is empty.
   *
   * @throws SqlException 22025 if it is longer than a character
   */
  public static boolean like(Slice text, Slice pattern, Slice escape) {
    return matches(text, pattern, escapeByte(pattern, escape));
  }

  /** LIKE that ignores case, with backslash as the escape character. */
  public static boolean likeIgnoringCase(Slice text, Slice pattern) {
    return like(lower(text), lower(pattern));
  }

  /** LIKE that ignores case, with an escape character. */
  public static boolean likeIgnoringCase(Slice text, Slice pattern, Slice escape) {
    Slice usual = withUsualEscape(pattern, escape);
    return like(lower(text), lower(usual));
  }

  private static Slice lower(Slice text) {
    for (int i = 0; i < text.length(); i++) {
      int b = text.at(i);
      if (b >= 0x80 || (b >= 'A' && b <= 'Z')) {
        return LetterCase.lower(text, new Slice());
      }
    }
    return text;
  }

  private static int escapeByte(Slice pattern, Slice escape) {
    if (escape.length() == 0) {
      return NO_ESCAPE;
    }
    if (Texts.length(escape) > 1) {
      throw new SqlException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    if (escape.length() > 1 && Texts.find(pattern, escape, 0) >= 0) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "an escape character of LIKE must be ASCII");
    }
    return escape.at(0) < 0x80 ? escape.at(0) : NO_ESCAPE;
  }

  /** The pattern with backslash in place of its escape character. */
  private static Slice withUsualEscape(Slice pattern, Slice escape) {
    int escapeByte = escapeByte(pattern, escape);
    if (escapeByte == '\\') {
      return pattern;
    }
    byte[] usual = new byte[pattern.length() * 2];
    int at = 0;
    for (int i = 0; i < pattern.length(); i++) {
      int b = pattern.at(i);
      if (b == escapeByte) {
        usual[at++] = '\\';
        if (++i < pattern.length()) {
          usual[at++] = (byte) pattern.at(i);
        }
      } else {
        if (b == '\\') {
          usual[at++] = '\\';
        }
        usual[at++] = (byte) b;
      }
    }
    return Slice.of(usual, 0, at);
  }

  private static boolean matches(Slice text, Slice pattern, int escape) {
    byte[] t = text.base();
    byte[] p = pattern.base();
    int ti = text.offset();
    int pi = pattern.offset();
    int tEnd = ti + text.length();
    int pEnd = pi + pattern.length();
    int retryText = -1;
    int retryPattern = -1;
    while (true) {
      int b = pi < pEnd ? p[pi] : -1;
      if (pi < pEnd && b == '%' && escape != '%') {
        retryPattern = ++pi;
        retryText = ti;
        if (pi == pEnd) {
          return true;
        }
        continue;
      }
      if (pi == pEnd && ti == tEnd) {
        return true;
      }
      boolean literal = pi < pEnd && b == escape && escape >= 0;
      if (literal && pi + 1 == pEnd && ti < tEnd) {
        throw new SqlException(
            ErrorCode.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
      }
      int place = literal ? pi + 1 : pi;
      if (place < pEnd && ti < tEnd && !literal && b == '_') {
        ti = Math.min(tEnd, ti + Utf8.length(t[ti]));
        pi++;
      } else if (place < pEnd && ti < tEnd && p[place] == t[ti]) {
        ti++;
        pi = place + 1;
      } else if (retryPattern >= 0 && retryText < tEnd) {
        retryText += Utf8.length(t[retryText]);
        ti = Math.min(tEnd, retryText);
        pi = retryPattern;
      } else {
        return false;
      }
    }
  }
}

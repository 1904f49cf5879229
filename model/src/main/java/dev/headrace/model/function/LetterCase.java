package dev.headrace.model.function;

import dev.headrace.model.Slice;
import dev.headrace.model.text.Utf8;

/** Upper and lower case, character by character, independent of any language. */
public final class LetterCase {
  private LetterCase() {}

  public static Slice lower(Slice text, Slice out) {
    return convert(text, Case.LOWER, out);
  }

  public static Slice upper(Slice text, Slice out) {
    return convert(text, Case.UPPER, out);
  }

  /** The first letter of each word in upper case, the rest in lower case. */
  public static Slice capitalise(Slice text, Slice out) {
    return convert(text, Case.CAPITALISED, out);
  }

  private enum Case {
    LOWER,
    UPPER,
    CAPITALISED
  }

  private static Slice convert(Slice text, Case letterCase, Slice out) {
    // A character of two bytes can become one of three.
    byte[] target = Texts.buffer(out, text.length() * 2L);
    byte[] source = text.base();
    int end = text.offset() + text.length();
    int at = 0;
    boolean inWord = false;
    for (int i = text.offset(); i < end; ) {
      boolean upper = letterCase == Case.UPPER || (letterCase == Case.CAPITALISED && !inWord);
      int b = source[i];
      if (b >= 0) {
        target[at++] = (byte) (upper ? upperAscii(b) : lowerAscii(b));
        inWord = isWordAscii(b);
        i++;
      } else {
        int character = Utf8.codePoint(source, i);
        int converted = upper ? Character.toUpperCase(character) : Character.toLowerCase(character);
        at = Utf8.write(converted, target, at);
        inWord = Character.isLetterOrDigit(character);
        i += Utf8.length(source[i]);
      }
    }
    return out.own(at);
  }

  static int lowerAscii(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  private static int upperAscii(int b) {
    return b >= 'a' && b <= 'z' ? b - 32 : b;
  }

  private static boolean isWordAscii(int b) {
    int lower = lowerAscii(b);
    return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9');
  }
}

package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.text.Normalizer;
import java.util.Locale;

/** UNISTR, NORMALIZE and whether a text is in a normal form. */
public final class UnicodeTexts {
  private UnicodeTexts() {}

  /** NORMALIZE. */
  public static Slice normalize(Slice text, Slice form, Slice out) {
    return out.set(Slice.of(Normalizer.normalize(text.toString(), form(form.toString()))));
  }

  private static Normalizer.Form form(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "nfc" -> Normalizer.Form.NFC;
      case "nfd" -> Normalizer.Form.NFD;
      case "nfkc" -> Normalizer.Form.NFKC;
      case "nfkd" -> Normalizer.Form.NFKD;
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE, "invalid normalization form: " + name);
    };
  }

  /** UNISTR: with the characters that escapes stand for. */
  public static Slice unescape(Slice text, Slice out) {
    String escaped = text.toString();
    StringBuilder result = new StringBuilder();
    int high = 0;
    for (int at = 0; at < escaped.length(); ) {
      char c = escaped.charAt(at);
      int code = c;
      int length = 1;
      if (c == '\\' && escaped.startsWith("\\", at + 1)) {
        length = 2;
      } else if (c == '\\') {
        int digits = at + 1 < escaped.length() ? digitsOf(escaped.charAt(at + 1)) : 0;
        int start = at + (digits == 4 && escaped.charAt(at + 1) != 'u' ? 1 : 2);
        code = code(escaped, start, digits);
        length = start + digits - at;
      }
      boolean low = code >= Character.MIN_LOW_SURROGATE && code <= Character.MAX_LOW_SURROGATE;
      if (c == '\\' && length > 2 && low != (high != 0) || c != '\\' && high != 0) {
        throw invalid("invalid Unicode surrogate pair");
      }
      if (code >= Character.MIN_HIGH_SURROGATE
          && code <= Character.MAX_HIGH_SURROGATE
          && length > 2) {
        high = code;
      } else {
        result.appendCodePoint(high == 0 ? code : Character.toCodePoint((char) high, (char) code));
        high = 0;
      }
      at += length;
    }
    if (high != 0) {
      throw invalid("invalid Unicode surrogate pair");
    }
    return out.set(Slice.of(result.toString()));
  }

  private static int digitsOf(char kind) {
    return switch (kind) {
      case '+' -> 6;
      case 'U' -> 8;
      default -> 4;
    };
  }

  private static int code(String text, int start, int digits) {
    String hex =
        text.substring(Math.min(start, text.length()), Math.min(start + digits, text.length()));
    if (digits == 0 || hex.length() < digits || !hex.matches("[0-9a-fA-F]+")) {
      throw invalid("invalid Unicode escape")
          .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
    }
    long code = Long.parseLong(hex, 16);
    if (code == 0 || code > Character.MAX_CODE_POINT) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          String.format(Locale.ROOT, "invalid Unicode code point: %04X", code));
    }
    return (int) code;
  }

  private static SqlException invalid(String message) {
    return new SqlException(ErrorCode.SYNTAX_ERROR, message);
  }
}

package dev.headrace.model.function;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SIMILAR TO, and SUBSTRING(text FROM pattern FOR escape). SQL's regular expressions have % and _
 * as LIKE does, and the operators of others, for the whole text.
 */
public final class SimilarTo {
  private static final Slice BACKSLASH = Slice.of("\\");

  private SimilarTo() {}

  /** {@code text SIMILAR TO pattern}. */
  public static boolean matches(Slice text, Slice pattern) {
    return matches(text, pattern, BACKSLASH);
  }

  /** {@code text SIMILAR TO pattern ESCAPE escape}. */
  public static boolean matches(Slice text, Slice pattern, Slice escape) {
    Pattern compiled = RegularExpressions.compile(Slice.of(expression(pattern, escape)), 0);
    return RegularExpressions.find(compiled.matcher(text.toString()), 0);
  }

  /** What stands between the two escaped quotes of a pattern; NULL if it does not match. */
  public static @Nullable Slice part(Slice text, Slice pattern, Slice escape, Slice out) {
    Pattern compiled = RegularExpressions.compile(Slice.of(expression(pattern, escape)), 0);
    Matcher matcher = compiled.matcher(text.toString());
    if (!RegularExpressions.find(matcher, 0)) {
      return null;
    }
    return out.set(Slice.of(matcher.group(Math.min(1, matcher.groupCount()))));
  }

  /** The pattern as a regular expression. */
  private static String expression(Slice pattern, Slice escape) {
    String escapes = escape.toString();
    if (escapes.codePointCount(0, escapes.length()) > 1) {
      throw new SqlException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    return new Translation(pattern.toString(), escapes.isEmpty() ? -1 : escapes.codePointAt(0))
        .run();
  }

  private static final class Translation {
    private final String pattern;
    private final int escape;
    private final StringBuilder result = new StringBuilder("^(?:");
    private boolean escaped;
    private boolean inBrackets;
    private int quotes;

    Translation(String pattern, int escape) {
      this.pattern = pattern;
      this.escape = escape;
    }

    String run() {
      pattern.codePoints().forEach(this::take);
      return result.append(")$").toString();
    }

    private void take(int c) {
      if (escaped) {
        escaped = false;
        if (c == '"' && !inBrackets) {
          quote();
        } else {
          result.append('\\').appendCodePoint(c);
        }
      } else if (c == escape) {
        escaped = true;
      } else if (inBrackets) {
        result.append(c == '\\' ? "\\\\" : Character.toString(c));
        inBrackets = c != ']';
      } else {
        plain(c);
      }
    }

    private void quote() {
      result.append(
          switch (quotes++) {
            case 0 -> "){1,1}?((?:";
            case 1 -> ")){1,1}(?:";
            default ->
                throw new SqlException(
                    ErrorCode.INVALID_USE_OF_ESCAPE_CHARACTER,
                    "SQL regular expression may not contain more than two escape-double-quote"
                        + " separators");
          });
    }

    private void plain(int c) {
      switch (c) {
        case '[' -> {
          result.append('[');
          inBrackets = true;
        }
        case '%' -> result.append(".*");
        case '_' -> result.append('.');
        case '(' -> result.append("(?:");
        case '\\', '.', '^', '$' -> result.append('\\').appendCodePoint(c);
        default -> result.appendCodePoint(c);
      }
    }
  }
}
